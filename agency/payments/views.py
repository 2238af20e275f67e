"""Payments on the staff's desk: what came in for a case, giving it back, and the keys of Stripe."""

import uuid
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.payments import accounts, books, queries, refunds
from agency.payments.models import Payment
from agency.payments.news import EVENTS
from agency.payments.schemas import KeysSchema, amount_in, refund_form
from agency.payments.wording import REASONS, state_of
from portal import db
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.web import is_fragment, load, page, say

bp = Blueprint("payments", __name__)


@bp.get("/cases/<uuid:case>/payments")
@allow(Permission.SEE_CASES)
def index(case: Case) -> ResponseReturnValue:
    """What came in for a case, and what it paid off; a part of the case page."""
    return page(
        "agency/payments/index.html",
        case=case,
        payments=queries.payments_of(case),
        state_of=state_of,
        sees_money=_may(Permission.SEE_MONEY),
    )


@bp.get("/payments/<uuid:payment>")
@allow(Permission.SEE_CASES)
def show(payment: Payment) -> ResponseReturnValue:
    """One payment: how it was shared out, what went back."""
    payment = queries.payment_file(payment)
    may_refund = _may(Permission.REFUND_PAYMENTS) and bool(refunds.may_go_back(payment))
    return page(
        "agency/payments/show.html",
        payment=payment,
        case=payment.case,
        state=state_of(payment),
        reasons=REASONS,
        sees_money=_may(Permission.SEE_MONEY),
        may_refund=may_refund,
    )


@bp.get("/payments/<uuid:payment>/refund")
@allow(Permission.REFUND_PAYMENTS)
def new_refund(payment: Payment) -> ResponseReturnValue:
    """What giving back will do, in figures, for the amount of the address or for all that is left."""
    payment = queries.payment_file(payment)
    left = refunds.may_go_back(payment)
    amount = amount_in(request.values.get("amount", ""), most=left)
    effects = books.what_goes_back(payment, amount)
    return page(
        "agency/payments/refund.html",
        payment=payment,
        case=payment.case,
        left=left,
        amount=amount,
        effects=effects,
        owed_then=payment.case.open_amount + effects.owed_again,
        reasons=list(REASONS.items()),
        key=request.form.get("key") or uuid.uuid4(),
    )


@bp.post("/payments/<uuid:payment>/refund")
@allow(Permission.REFUND_PAYMENTS)
def create_refund(payment: Payment) -> ResponseReturnValue:
    """Give it back."""
    form = load(refund_form(payment.currency))
    is_done = refunds.refund(payment, **vars(form), by=me())
    say(
        _("The money goes back. The books and the payer know of it.")
        if is_done
        else _("The refund is on its way. It is booked when Stripe has carried it out.")
    )
    return redirect(url_for(".show", payment=payment.id))


@bp.get("/settings/stripe")
@allow(Permission.ADMINISTER)
def provider() -> ResponseReturnValue:
    """Which account card payments go to. The keys themselves are never shown again."""
    account = accounts.provider_account()
    return page(
        "agency/payments/_provider.html" if is_fragment() else "agency/payments/provider.html",
        account=account,
        changed_by=db.session.get(User, account.changed_by) if account else None,
        webhook_url=_webhook_url(),
        events=EVENTS,
    )


@bp.post("/settings/stripe")
@allow(Permission.ADMINISTER)
def update_provider() -> ResponseReturnValue:
    """Try new keys, and keep them when they open an account."""
    keys = load(KeysSchema)
    facts = accounts.save_keys(
        secret_key=keys.secret_key, webhook_secret=keys.webhook_secret, by=me()
    )
    if facts.charges_enabled:
        say(_("The keys open the account of %(name)s. Debtors can pay by card.", name=facts.name))
    else:
        say(
            _(
                "The keys open the account of %(name)s, but Stripe does not let it take cards yet. "
                "See what Stripe still wants to know.",
                name=facts.name,
            ),
            "warn",
        )
    return redirect(url_for(".provider"))


def _webhook_url() -> str:
    base = urlsplit(current_app.extensions["settings"].base_url)
    return f"{base.scheme}://{base.netloc}{url_for('webhooks.stripe', slug=g.agency.slug)}"


def _may(permission: Permission) -> bool:
    membership = current_membership()
    return membership is not None and membership.may(permission)
