"""Money went back to a payer, or did not arrive there; or a bank returned a debit it had paid."""

from datetime import date

from sqlalchemy import Select, select

from agency.payments import books, moving, signals
from agency.payments.models import Refund
from agency.payments.news.reading import POSTED, POSTED_BEFORE, Facts, amount_in, paid_in
from portal import db


def refunded(_kind: str, on: date, refund: Facts) -> str:
    """Book a refund that was carried out; one that its bank sent back is money in hand again."""
    if refund.get("status") == "failed":
        return _came_back(on, refund)
    if refund.get("status") != "succeeded":
        return "not refunded yet"
    made = _book(on, refund)
    if made is None:
        return POSTED_BEFORE
    signals.payment_refunded.send(made)
    return POSTED


def charge_failed(_kind: str, on: date, charge: Facts) -> str:
    """A debit that had been paid was returned, weeks later perhaps. Declined attempts change nothing."""
    if not charge.get("failure_balance_transaction"):
        return "never paid"
    payment = paid_in(charge)
    moving.recall(payment, payment.amount, by="stripe")
    left = books.left_of(payment)
    taken = left and books.give_back(
        payment,
        left,
        provider_ref=str(charge["id"]),
        reason="debit_returned",
        on=on,
        by="stripe",
        told="payment.debit_returned",
    )
    if not taken:
        return POSTED_BEFORE
    signals.payment_taken_back.send(taken)
    return POSTED


def _came_back(on: date, refund: Facts) -> str:
    """Both ways are booked, in whichever order the provider tells of them."""
    _book(on, refund)
    made = db.session.scalars(_of(refund)).one()
    if not books.undo(made, reason="refund_failed", on=on, by="stripe"):
        return POSTED_BEFORE
    signals.refund_undone.send(made)
    return POSTED


def _book(on: date, refund: Facts) -> Refund | None:
    payment, amount = paid_in(refund), amount_in(refund)
    moving.lock_chain(payment)
    if _is_known(refund):
        return None
    moving.recall(payment, amount, by="stripe")
    return books.give_back(
        payment,
        amount,
        provider_ref=str(refund["id"]),
        reason=str(refund.get("reason") or "refund"),
        on=on,
        by="stripe",
    )


def _is_known(refund: Facts) -> bool:
    return db.session.scalars(_of(refund)).first() is not None


def _of(refund: Facts) -> Select[Refund]:
    return select(Refund).where(Refund.provider_ref == str(refund["id"]))
