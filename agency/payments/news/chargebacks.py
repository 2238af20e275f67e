"""A payer's bank takes money back: out of the books at once, back in where the bank decides so."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from agency.cases.services import carry_on
from agency.payments import books, moving, signals
from agency.payments.costs import book_cost
from agency.payments.models import Chargeback, Payment
from agency.payments.news.reading import POSTED, Facts, amount_in, paid_in
from agency.payments.news.taking import make_good, take_out, taken, was_taken
from agency.payments.stripe_gateway.values import instant
from portal import clock, db
from portal.audit import services as audit
from portal.keys import new_key
from portal.money import Money, total

STATES: Mapping[str, str] = {
    "needs_response": "open",
    "warning_needs_response": "open",
    "under_review": "answered",
    "warning_under_review": "answered",
    "won": "won",
    "warning_closed": "won",
    "prevented": "won",
    "lost": "lost",
}
"""The provider's words for how a dispute stands, in ours. A warning is a question, before any money
is taken."""
_ORDER = ("open", "answered", "won", "lost")


def told_of(_kind: str, on: date, dispute: Facts) -> str:
    """Bring the chargeback and the books to what a dispute says, whatever was heard of it before."""
    payment = paid_in(dispute)
    moving.lock_chain(payment)
    known = _known(dispute)
    chargeback = known or _open(payment, dispute)
    for move in _moves_of(dispute):
        _book(payment, chargeback, dispute, move, on)
    state = STATES.get(str(dispute.get("status")), chargeback.state)
    if _is_asked_again(chargeback, dispute, state) or _go_on(chargeback, state) or not known:
        carry_on(payment.case, 1)
    return POSTED


def _known(dispute: Facts) -> Chargeback | None:
    return db.session.scalars(
        select(Chargeback).where(Chargeback.reference == str(dispute["id"]))
    ).one_or_none()


def _answer_by(dispute: Facts) -> datetime | None:
    due = (dispute.get("evidence_details") or {}).get("due_by")
    return instant(int(due)) if due else None


def _open(payment: Payment, dispute: Facts) -> Chargeback:
    amount = amount_in(dispute)
    made = Chargeback(
        id=new_key(),
        creditor_id=payment.creditor_id,
        case_id=payment.case_id,
        payment_id=payment.id,
        reference=str(dispute["id"]),
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=str(dispute.get("reason") or ""),
        opened_at=instant(int(dispute["created"])),
        answer_by=_answer_by(dispute),
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        made, "chargeback.opened", by="stripe", amount=made.amount, reason=f"bank_{made.reason}"
    )
    return made


def _moves_of(dispute: Facts) -> list[Facts]:
    return sorted(dispute.get("balance_transactions") or (), key=lambda each: each["created"])


def _moved(payment: Payment, dispute: Facts, move: Facts) -> Money:
    """What a movement took of a payment, or gave back where it is above nothing.

    An account may be kept in another currency than was paid in; the dispute itself is in that.
    """
    amount = amount_in(move)
    if amount.currency == payment.currency:
        return amount
    about = amount_in(dispute)
    return about if amount.minor > 0 else -about


def _book(payment: Payment, chargeback: Chargeback, dispute: Facts, move: Facts, on: date) -> None:
    """Post one movement of a dispute with its fee, once."""
    amount, reference = _moved(payment, dispute, move), str(move["id"])
    fee = amount_in(move, "fee")
    text = f"chargeback {chargeback.reference}"
    book_cost(fee, key=reference, text=text, on=on, case_id=payment.case_id)
    if amount.minor < 0:
        _take_back(payment, -amount, reference, on)
    else:
        loss = _take_in(payment, amount, _moves_of(dispute), on)
        make_good(payment, loss, reference=reference, reason="chargeback_won", on=on)


def _take_back(payment: Payment, amount: Money, reference: str, on: date) -> None:
    """Take money out of the books, once."""
    if was_taken(reference):
        return
    made = take_out(
        payment,
        amount,
        reference=reference,
        reason="chargeback",
        on=on,
        told="payment.charged_back",
    )
    if made:
        signals.payment_taken_back.send(made)


def _take_in(payment: Payment, amount: Money, moves: Sequence[Facts], on: date) -> Money:
    """Take in again what a bank gives back. Returns what of it the payment never held."""
    gone = [it for each in moves if (it := taken(str(each["id"])))]
    for refund in gone:
        if books.undo(refund, reason="chargeback_won", on=on, by="stripe"):
            signals.refund_undone.send(refund)
    return amount - total((refund.amount for refund in gone), amount.currency)


def _is_asked_again(chargeback: Chargeback, dispute: Facts, state: str) -> bool:
    """Whether a bank that only asked takes the money after all, and sets a later day to answer by.

    By that day alone it is told from the first question, whose message may come late.
    """
    until, before = _answer_by(dispute), chargeback.answer_by
    if state != "open" or chargeback.closed_at or not until or not before or until <= before:
        return False
    chargeback.state, chargeback.answer_by = "open", until
    chargeback.answered_at = chargeback.answered_by = None
    audit.record(
        chargeback,
        "chargeback.opened",
        by="stripe",
        amount=chargeback.amount,
        reason=f"bank_{chargeback.reason}",
    )
    return True


def _go_on(chargeback: Chargeback, state: str) -> bool:
    """Move on to a later state; news that comes late changes nothing."""
    if _ORDER.index(state) <= _ORDER.index(chargeback.state) or chargeback.closed_at:
        return False
    chargeback.state = state
    if state in ("won", "lost"):
        chargeback.closed_at = clock.now()
    if state != "answered":
        audit.record(chargeback, f"chargeback.{state}", by="stripe", amount=chargeback.amount)
    return True
