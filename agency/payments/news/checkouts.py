"""A payment page was completed, paid later, or came to nothing."""

from collections.abc import Sequence
from datetime import date

from agency.payments import services
from agency.payments.models import Payment
from agency.payments.news.reading import (
    NOT_OURS,
    POSTED,
    POSTED_BEFORE,
    Facts,
    amount_in,
    payment_id_in,
)
from agency.payments.settling import Received, settle_many
from portal import db
from portal.tenancy import acting


def completed(_kind: str, on: date, checkout: Facts) -> str:
    """Post the money that came in; of a debit that a bank has yet to carry out, wait for it."""
    if checkout.get("payment_status") != "paid":
        return _awaited(checkout)
    return post([(on, checkout)])[0]


def post(checkouts: Sequence[tuple[date, Facts]]) -> list[str]:
    """Post the money of checkouts that were paid, all together; what came of each."""
    came = [_received(on, checkout) for on, checkout in checkouts]
    done = settle_many(it for it in came if it)
    return [_OUTCOMES[done[it.payment_id] if it else None] for it in came]


_OUTCOMES = {None: NOT_OURS, True: POSTED, False: POSTED_BEFORE}


def _received(on: date, checkout: Facts) -> Received | None:
    payment_id = payment_id_in(checkout)
    if payment_id is None:
        return None
    return Received(
        payment_id=payment_id,
        amount=amount_in(checkout, "amount_total"),
        payment_intent=str(checkout["payment_intent"]),
        on=on,
    )


def over(kind: str, _on: date, checkout: Facts) -> str:
    """Note that no money will come."""
    payment = _payment_of(checkout)
    if payment is None:
        return NOT_OURS
    services.end(payment, kind.rpartition(".")[2], by="stripe")
    return "ended"


def _awaited(checkout: Facts) -> str:
    payment = _payment_of(checkout)
    if payment is None:
        return NOT_OURS
    services.await_bank(payment, by="stripe")
    return "awaited"


def _payment_of(checkout: Facts) -> Payment | None:
    payment_id = payment_id_in(checkout)
    return db.session.get(Payment, (acting().agency_id, payment_id)) if payment_id else None
