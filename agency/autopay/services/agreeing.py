"""A debtor lets instalments be taken: what it allowed is kept, then the card or account it chose."""

import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

from flask_babel import gettext as _

from agency.autopay.evidence import shown
from agency.autopay.kinds import MethodState, Over, When
from agency.autopay.models import SavedMethod
from agency.autopay.queries import active_method, asked_method
from agency.autopay.retries import kinds
from agency.autopay.services.ending import end
from agency.autopay.services.next_moves import go_on
from agency.cases.models import PayLink
from agency.cases.services import lock
from agency.payments import services as payments
from agency.payments.accounts import gateway, methods_for
from agency.payments.pages import look_at
from agency.payments.stripe_gateway import Keeping, KeptMethod, SetupOrder
from agency.plans.evidence import Consent, seal
from agency.plans.models import Plan
from agency.plans.position import position
from portal import clock, db, outbox
from portal.accounts.models import Agency
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.keys import new_key
from portal.tenancy import acting

PAGE_MINUTES = 45
"""How long the provider's page stays open."""
Back = Callable[[uuid.UUID], tuple[str, str]]
"""The addresses to return to from the provider's page, having chosen and without."""


def begin(
    plan: Plan,
    *,
    consent: Consent,
    email: str,
    locale: str,
    back_to: Back,
    when: When = When.LATER,
    link: PayLink | None = None,
) -> SavedMethod:
    """Keep what the debtor allows, and open the provider's page on which it chooses by what.

    Where the next instalment is paid at once, it is the same page; `link` is whose it is then.
    """
    lock(plan.case)
    db.session.refresh(plan)
    if not plan.is_running:
        raise Refused(_("No payment plan is running."))
    methods = [kind for kind in kinds() if kind in methods_for(plan.currency)]
    if not methods:
        raise Refused(_("Instalments cannot be taken by card or account here. Please pay them."))
    _give_up(asked_method(plan))
    agency = db.session.get_one(Agency, acting().agency_id)
    seen = shown(plan, agency.name, when)
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
    if when is When.NOW:
        _open_with_payment(made, link, email, back_to, methods)
    else:
        _open_alone(made, email, back_to, methods)
    audit.record(made, "autopay.allowed", by="debtor", digest=made.shown_hash, when=str(when))
    return made


def complete(saved: SavedMethod) -> bool:
    """Ask the provider what was chosen, and begin with it. Whether the method is in use now."""
    if saved.state == MethodState.ASKED and saved.checkout_id:
        if saved.payment is not None:
            look_at(saved.payment)
            db.session.refresh(saved)
        kept = gateway().read_setup(saved.checkout_id, was_paid=saved.payment_id is not None)
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


def _give_up(before: SavedMethod | None) -> None:
    """What was allowed and not chosen yet is over, and nothing can be paid on its page any more."""
    if before is None:
        return
    if before.payment is not None and before.payment.is_reserved:
        payments.replace(before.payment)
    end(before, Over.ABANDONED, by="debtor")


def _open_alone(made: SavedMethod, email: str, back_to: Back, methods: Sequence[str]) -> None:
    success_url, cancel_url = back_to(made.id)
    opened = gateway().open_setup(
        SetupOrder(
            saved_id=str(made.id),
            customer=made.customer_ref,
            email=email,
            currency=made.plan.currency,
            locale=made.locale,
            methods=methods,
            success_url=success_url,
            cancel_url=cancel_url,
            expires_at=clock.now() + timedelta(minutes=PAGE_MINUTES),
        )
    )
    made.checkout_id, made.checkout_url, made.customer_ref = opened.id, opened.url, opened.customer


def _open_with_payment(
    made: SavedMethod, link: PayLink | None, email: str, back_to: Back, methods: Sequence[str]
) -> None:
    lines = [line for line in position(made.plan).lines if line.left]
    if len(lines) < 2:
        raise Refused(_("This is the last instalment. Please pay it on your page."))
    payment = payments.start(
        made.case,
        lines[0].left,
        link=link,
        email=email,
        locale=made.locale,
        back_to=lambda _payment: back_to(made.id),
        keeping=Keeping(str(made.id), made.customer_ref, methods),
    )
    made.payment_id = payment.id
    made.checkout_id, made.checkout_url = payment.checkout_id, payment.checkout_url
