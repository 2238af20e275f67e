"""A debtor lets instalments be taken: what it allowed is kept, then the card or account it chose."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from flask_babel import gettext as _

from agency.autopay.evidence import shown
from agency.autopay.kinds import MethodState, Over
from agency.autopay.models import SavedMethod
from agency.autopay.queries import active_method, asked_method
from agency.autopay.retries import kinds
from agency.autopay.services.ending import end
from agency.autopay.services.next_moves import go_on
from agency.cases.services import lock
from agency.payments.accounts import gateway, methods_for
from agency.payments.stripe_gateway import KeptMethod, SetupOrder
from agency.plans.evidence import Consent, seal
from agency.plans.models import Plan
from portal import clock, db, outbox
from portal.accounts.models import Agency
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.keys import new_key
from portal.tenancy import acting

PAGE_MINUTES = 45
"""How long the provider's page stays open."""


def begin(
    plan: Plan,
    *,
    consent: Consent,
    email: str,
    locale: str,
    back_to: Callable[[uuid.UUID], tuple[str, str]],
) -> SavedMethod:
    """Keep what the debtor allows, and open the provider's page on which it chooses by what."""
    lock(plan.case)
    db.session.refresh(plan)
    if not plan.is_running:
        raise Refused(_("No payment plan is running."))
    methods = [kind for kind in kinds() if kind in methods_for(plan.currency)]
    if not methods:
        raise Refused(_("Instalments cannot be taken by card or account here. Please pay them."))
    before = asked_method(plan)
    if before is not None:
        end(before, Over.ABANDONED, by="debtor")
    agency = db.session.get_one(Agency, acting().agency_id)
    seen = shown(plan, agency.name)
    current = active_method(plan)
    made = SavedMethod(
        id=new_key(),
        creditor_id=plan.creditor_id,
        case_id=plan.case_id,
        plan_id=plan.id,
        customer_ref=current.customer_ref if current else None,
        shown=seen,
        shown_hash=seal(seen),
        agreed_by=consent.name,
        agreed_ip=consent.ip,
        agreed_with=consent.browser,
        locale=locale,
    )
    db.session.add(made)
    db.session.flush()
    success_url, cancel_url = back_to(made.id)
    opened = gateway().open_setup(
        SetupOrder(
            saved_id=str(made.id),
            customer=made.customer_ref,
            email=email,
            currency=plan.currency,
            locale=locale,
            methods=methods,
            success_url=success_url,
            cancel_url=cancel_url,
            expires_at=clock.now() + timedelta(minutes=PAGE_MINUTES),
        )
    )
    made.checkout_id, made.checkout_url, made.customer_ref = opened.id, opened.url, opened.customer
    audit.record(made, "autopay.allowed", by="debtor", digest=made.shown_hash)
    return made


def complete(saved: SavedMethod) -> bool:
    """Ask the provider what was chosen, and begin with it. Whether the method is in use now."""
    if saved.state == MethodState.ASKED and saved.checkout_id:
        kept = gateway().read_setup(saved.checkout_id)
        if kept is not None:
            take(saved, kept)
    return saved.is_active


def take(saved: SavedMethod, kept: KeptMethod) -> None:
    """Take instalments from what was chosen, from now on. Twice is once."""
    lock(saved.case)
    db.session.refresh(saved)
    if saved.state != MethodState.ASKED:
        return
    facts = kept.method
    saved.customer_ref, saved.method_ref, saved.kind = kept.customer, facts.id, facts.kind
    saved.brand, saved.last4 = facts.brand, facts.last4
    saved.exp_month, saved.exp_year = facts.exp_month, facts.exp_year
    saved.mandate_ref, saved.mandate_url = kept.mandate, kept.mandate_url
    db.session.refresh(saved.plan)
    if not saved.plan.is_running:
        end(saved, Over.PLAN_OVER, by="system")
        outbox.later("autopay.forget", saved_method_id=saved.id)
        return
    before = active_method(saved.plan)
    if before is not None:
        end(before, Over.REPLACED, by="debtor")
    saved.state, saved.active_at = MethodState.ACTIVE, clock.now()
    db.session.flush()
    audit.record(saved, "autopay.saved", by="debtor", method=saved.kind)
    outbox.later("autopay.tell", plan_id=saved.plan_id, news="saved", about=str(saved.id))
    go_on(saved.case)


def revoke(saved: SavedMethod, *, by: Actor) -> None:
    """Take nothing any more, from this moment on. Twice is once.

    A charge that the provider is asked for at this moment ends before: it holds the case.
    """
    lock(saved.case)
    db.session.refresh(saved)
    end(saved, Over.REVOKED, by=by)
