"""The books against the provider's own statement: what a message missed is posted, the rest listed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from agency.ledger.models import AccountKind
from agency.ledger.queries import account_balance
from agency.payments import movements
from agency.payments.accounts import gateway, provider_account
from agency.payments.costs import book_cost
from agency.payments.models import Movement, Payment, ProviderAccount
from agency.payments.news import POSTED, TooEarly, act_upon
from agency.payments.news.reading import amount_in, payment_in
from agency.payments.settling import settle
from agency.payments.stripe_gateway import ProviderMovement
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.audit.models import Event
from portal.bulk import among

RECONCILED = "provider.reconciled"
MISSED, UNKNOWN_PAYMENT, AMOUNT, UNKNOWN_KIND = "missed", "payment", "amount", "kind"
LOOK_BACK = timedelta(days=7)
"""So far before the last night that looked the next one looks again: payouts take days to arrive."""
_LATE = timedelta(hours=1)
"""After so long a message counts as missed."""
_PAYOUT = {"payout", "payout_reversal"}
_NEWS = {
    "refund": "refund.updated",
    "refund_failure": "refund.failed",
    "charge_failure": "charge.failed",
    "dispute": "charge.dispute.updated",
    "dispute_reversal": "charge.dispute.updated",
    "payout": "payout.paid",
    "payout_reversal": "payout.failed",
}
"""The message that each kind of line should have come with."""


def reconcile() -> int:
    """Look for lines of the provider's statement that we do not know, and have each taken.

    Returns how many there are. Nothing without an account, or with one that is out of reach.
    """
    account = provider_account()
    if account is None or not account.is_open:
        return 0
    told = list(gateway().movements_since(_start(account)))
    known = set(
        db.session.scalars(
            select(Movement.reference).where(among(Movement.reference, [it.id for it in told]))
        )
    )
    unknown = [it for it in reversed(told) if it.id not in known]
    for it in unknown:
        outbox.later("payments.take_movement", reference=it.id)
    for held in gateway().read_balance():
        audit.record(
            account,
            RECONCILED,
            by="system",
            lines=len(told),
            unknown=len(unknown),
            currency=held.currency,
            at_provider_minor=held.minor,
            in_books_minor=account_balance(AccountKind.PROVIDER, held.currency).minor,
            on_its_way_minor=_on_its_way(told, held.currency),
        )
    return len(unknown)


def take(told: ProviderMovement) -> None:
    """Hold the books against a line of the statement, and keep it with the difference if any."""
    if told.kind in _PAYOUT and not _has_arrived(told):
        return
    movements.take(told, difference=_difference(told))


def _start(account: ProviderAccount) -> datetime:
    """From when on a night looks: nights that failed are made good, and the first one sees all."""
    looked = db.session.scalar(
        select(Event.at)
        .where(Event.subject_id == account.id, Event.kind == RECONCILED)
        .order_by(Event.id.desc())
        .limit(1)
    )
    began = looked or db.session.scalar(select(func.min(Payment.started_at)))
    return min(began or clock.now(), clock.now()) - LOOK_BACK


def _difference(told: ProviderMovement) -> str:
    if told.kind == "charge":
        return _of_charge(told)
    if told.kind == "fee":
        on = clock.day_of(told.happened_at)
        book_cost(-told.amount, key=told.id, text=f"fee {told.id}", on=on, case_id=None)
        return ""
    kind = _NEWS.get(told.kind)
    if kind is None:
        return UNKNOWN_KIND
    try:
        outcome = act_upon(kind, told.happened_at, told.source)
    except TooEarly:
        return UNKNOWN_PAYMENT
    return _missed(told) if outcome == POSTED and not kind.startswith("charge.dispute") else ""


def _of_charge(told: ProviderMovement) -> str:
    payment = payment_in(told.source)
    if payment is None:
        return UNKNOWN_PAYMENT
    came = amount_in(told.source)  # The line may be in another currency than was paid in.
    new = payment.paid_at is None and settle(
        payment.id,
        amount=came,
        payment_intent=str(told.source.get("payment_intent")),
        received_on=clock.day_of(told.happened_at),
    )
    if payment.amount != came:
        return AMOUNT
    return _missed(told) if new else ""


def _missed(told: ProviderMovement) -> str:
    return MISSED if told.happened_at < clock.now() - _LATE else ""


def _has_arrived(told: ProviderMovement) -> bool:
    return told.source.get("status") in ("paid", "failed")


def _on_its_way(told: Iterable[ProviderMovement], currency: str) -> int:
    """Payouts that left the provider and have not arrived, in minor units."""
    return -sum(
        it.amount.minor
        for it in told
        if it.kind == "payout" and it.amount.currency == currency and not _has_arrived(it)
    )
