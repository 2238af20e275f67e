"""Giving money back to the payer, by the hand of staff."""

import uuid

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.services import lock
from agency.payments import books, signals
from agency.payments.accounts import gateway
from agency.payments.models import Payment
from agency.payments.stripe_gateway.values import RefundReason
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.models import Event
from portal.errors import Refused
from portal.filters import money
from portal.money import Money

ASKED = "payment.refund_asked"


def refund(
    payment: Payment,
    amount: Money,
    *,
    reason: RefundReason,
    note: str,
    key: uuid.UUID,
    by: User,
) -> bool:
    """Send money back through the provider and take it out of the books, once for each key.

    False while the provider has not carried it out: its message then books it. Should we fail after
    the provider said yes, its message books it as well.
    """
    lock(payment.case)
    db.session.refresh(payment, with_for_update=True)
    if not _was_asked(payment, key):
        _check(payment, amount)
        audit.record(payment, ASKED, by=by, amount=amount, reason=reason, text=note, key=key)
    sent = gateway().refund(
        payment_intent=str(payment.payment_intent),
        amount=amount,
        reason=reason,
        idempotency_key=f"{payment.id}-{key}",
    )
    if sent.status != "succeeded":
        return False
    made = books.give_back(
        payment, sent.amount, provider_ref=sent.id, reason=reason, on=clock.today(), by=by
    )
    if made:
        signals.payment_refunded.send(made)
    return True


def may_go_back(payment: Payment) -> Money:
    """What of a payment can still be given back."""
    return books.left_of(payment) if payment.paid_at else Money.zero(payment.currency)


def _check(payment: Payment, amount: Money) -> None:
    left = may_go_back(payment)
    if not left:
        raise Refused(_("Nothing of this payment is left to give back."))
    if amount > left:
        raise Refused(
            _(
                "Only %(left)s of this payment is left. Give back that much or less.",
                left=money(left),
            )
        )


def _was_asked(payment: Payment, key: uuid.UUID) -> bool:
    """Whether this very form was sent before."""
    found = db.session.scalars(
        select(Event.id).where(
            Event.subject_id == payment.id,
            Event.kind == ASKED,
            Event.data["key"].astext == str(key),
        )
    )
    return found.first() is not None
