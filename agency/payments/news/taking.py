"""What left at the provider goes out of the books: of the payment as far as it reaches, the rest is a loss."""

from datetime import date

from sqlalchemy import select

from agency.ledger.models import Entry
from agency.payments import books, moving
from agency.payments.costs import book_cost, key_of
from agency.payments.models import Payment, Refund
from portal import db
from portal.money import Money


def take_out(
    payment: Payment,
    amount: Money,
    *,
    reference: str,
    reason: str,
    on: date,
    told: str = "payment.refunded",
) -> Refund | None:
    """Take out what the provider took under a reference of its own. None when all of it is a loss.

    What was used of it elsewhere is called back first. More than the payment then holds is the
    agency's loss, as when a bank takes back what was given back already. The payment's cases must be
    locked, and the reference must not be taken yet.
    """
    moving.recall(payment, amount, by="stripe")
    back = min(amount, books.left_of(payment))
    made = back and books.give_back(
        payment, back, provider_ref=reference, reason=reason, on=on, by="stripe", told=told
    )
    text = f"{reason} {reference}"
    book_cost(amount - back, key=_loss_of(reference), text=text, on=on, case_id=payment.case_id)
    return made or None


def was_taken(reference: str) -> bool:
    """Whether something was taken out under a reference, even if all of it was a loss."""
    if taken(reference):
        return True
    loss = select(Entry.id).where(Entry.key == key_of(_loss_of(reference)))
    return db.session.scalar(loss) is not None


def taken(reference: str) -> Refund | None:
    """What was taken out of a payment under a reference."""
    return db.session.scalars(select(Refund).where(Refund.provider_ref == reference)).one_or_none()


def make_good(payment: Payment, loss: Money, *, reference: str, reason: str, on: date) -> bool:
    """Lower the loss of a reference by what came back at the provider; False when that was done."""
    key, text = f"{reference}:made_good", f"{reason} {reference}"
    return bool(book_cost(-loss, key=key, text=text, on=on, case_id=payment.case_id))


def _loss_of(reference: str) -> str:
    return f"{reference}:beyond"
