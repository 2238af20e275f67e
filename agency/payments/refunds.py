"""Giving money back to the payer, by the hand of staff."""

import uuid
from enum import StrEnum
from typing import cast

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.services import lock
from agency.payments import books, queries, signals
from agency.payments.accounts import gateway, provider_account
from agency.payments.models import Payment, RefundWish
from agency.payments.stripe_gateway.values import RefundReason
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.models import Event
from portal.errors import Refused
from portal.filters import money
from portal.money import Money

ASKED = "payment.refund_asked"


class Sent(StrEnum):
    """How far a refund came."""

    DONE = "done"
    """It has left the account, though a bank may take days to carry it out."""
    UNDER_WAY = "under_way"
    """The provider has it and has not sent it: its message then books it."""
    WAITS = "waits"
    """For a second person."""


def refund(
    payment: Payment,
    amount: Money,
    *,
    reason: RefundReason,
    note: str,
    key: uuid.UUID,
    by: User,
) -> Sent:
    """Send money back through the provider and take it out of the books, once for each key.

    Above the agency's limit it waits until a second person approves it. Should we fail after the
    provider said yes, its message books it.
    """
    lock(payment.case)
    db.session.refresh(payment, with_for_update=True)
    if wish_of(key):
        return Sent.WAITS
    if not _was_asked(payment, key):
        _check(payment, amount)
        audit.record(payment, ASKED, by=by, amount=amount, reason=reason, text=note, key=key)
        if needs_second_person(payment, amount):
            _wish(payment, amount, reason=reason, note=note, key=key, by=by)
            return Sent.WAITS
    return _send(payment, amount, reason=reason, key=key, by=by)


def approve(wish: RefundWish, *, by: User) -> Sent:
    """Send back what another person asked for. Refused for one's own wish."""
    payment = _decide(wish)
    if wish.asked_by == by.id:
        raise Refused(_("You asked for this refund. Somebody else has to approve it."))
    _check(payment, wish.amount)
    wish.decided_by, wish.decided_at, wish.is_approved = by.id, clock.now(), True
    audit.record(payment, "payment.refund_approved", by=by, amount=wish.amount)
    reason = cast(RefundReason, wish.reason)
    return _send(payment, wish.amount, reason=reason, key=wish.key, by=by)


def refuse(wish: RefundWish, *, by: User) -> None:
    """Decide that the money stays; who asked may take its wish back in this way."""
    payment = _decide(wish)
    wish.decided_by, wish.decided_at = by.id, clock.now()
    audit.record(payment, "payment.refund_refused", by=by, amount=wish.amount)


def needs_second_person(payment: Payment, amount: Money) -> bool:
    """Whether an amount is above the limit, with all that went back of the payment before."""
    account = provider_account()
    limit = account.refund_limit_minor if account else None
    gone = payment.amount - books.left_of(payment)
    return limit is not None and (gone + amount).minor > limit


def wish_of(key: uuid.UUID) -> RefundWish | None:
    """The wish that a form made, if it made one."""
    return db.session.scalars(select(RefundWish).where(RefundWish.key == key)).one_or_none()


def _wish(
    payment: Payment, amount: Money, *, reason: RefundReason, note: str, key: uuid.UUID, by: User
) -> None:
    waiting = queries.waiting_wish(payment)
    if waiting:
        raise Refused(
            _("A refund of this payment already waits for a second person. Decide on it first.")
        )
    db.session.add(
        RefundWish(
            payment_id=payment.id,
            key=key,
            amount_minor=amount.minor,
            currency=amount.currency,
            reason=reason,
            note=note,
            asked_by=by.id,
        )
    )
    db.session.flush()


def _decide(wish: RefundWish) -> Payment:
    """Have the payment of a wish to ourselves, and the wish still undecided."""
    payment = wish.payment
    lock(payment.case)
    db.session.refresh(payment, with_for_update=True)
    db.session.refresh(wish, with_for_update=True)
    if wish.decided_at:
        raise Refused(_("Somebody has decided on this refund already. Reload the page."))
    return payment


def _send(
    payment: Payment, amount: Money, *, reason: RefundReason, key: uuid.UUID, by: User
) -> Sent:
    sent = gateway().refund(
        payment_intent=str(payment.payment_intent),
        amount=amount,
        reason=reason,
        idempotency_key=f"{payment.id}-{key}",
    )
    if not sent.is_sent:
        return Sent.UNDER_WAY
    made = books.give_back(
        payment, sent.amount, provider_ref=sent.id, reason=reason, on=clock.today(), by=by
    )
    if made:
        signals.payment_refunded.send(made)
    return Sent.DONE


def may_go_back(payment: Payment) -> Money:
    """What of a payment can still be given back; of what came from another case nothing."""
    if payment.paid_at is None or payment.is_moved:
        return Money.zero(payment.currency)
    return books.left_of(payment)


def _check(payment: Payment, amount: Money) -> None:
    left = may_go_back(payment)
    if payment.is_moved:
        raise Refused(
            _("This came from another case. Take it back there; then it can be given back.")
        )
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
