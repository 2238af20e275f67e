"""Money went back to a payer, or did not arrive there; or a bank returned a debit it had paid."""

from datetime import date

from agency.payments import books, moving, signals
from agency.payments.models import Payment, Refund
from agency.payments.news.reading import POSTED, POSTED_BEFORE, Facts, amount_in, paid_in
from agency.payments.news.taking import make_good, take_out, taken, was_taken
from agency.payments.stripe_gateway.values import SENT_BACK


def refunded(_kind: str, on: date, refund: Facts) -> str:
    """Book a refund that has left the account; one that its bank sent back is money in hand again."""
    if refund.get("status") == "failed":
        return _came_back(on, refund)
    if refund.get("status") not in SENT_BACK:
        return "not refunded yet"
    payment, reference = paid_in(refund), str(refund["id"])
    moving.lock_chain(payment)
    if was_taken(reference):
        return POSTED_BEFORE
    made = _take(payment, on, refund)
    if made:
        signals.payment_refunded.send(made)
    return POSTED


def charge_failed(_kind: str, on: date, charge: Facts) -> str:
    """A debit that had been paid was returned, weeks later perhaps. Declined attempts change nothing."""
    if not charge.get("failure_balance_transaction"):
        return "never paid"
    payment, reference = paid_in(charge), str(charge["id"])
    moving.lock_chain(payment)
    if was_taken(reference):
        return POSTED_BEFORE
    made = take_out(
        payment,
        amount_in(charge),
        reference=reference,
        reason="debit_returned",
        on=on,
        told="payment.debit_returned",
    )
    if made:
        signals.payment_taken_back.send(made)
    return POSTED


def _came_back(on: date, refund: Facts) -> str:
    """Both ways are booked, in whichever order the provider tells of them."""
    payment, reference = paid_in(refund), str(refund["id"])
    moving.lock_chain(payment)
    made = taken(reference) if was_taken(reference) else _take(payment, on, refund)
    amount, reason = amount_in(refund), "refund_failed"
    loss = amount - made.amount if made else amount
    is_new = make_good(payment, loss, reference=reference, reason=reason, on=on)
    if made and books.undo(made, reason=reason, on=on, by="stripe"):
        signals.refund_undone.send(made)
        is_new = True
    return POSTED if is_new else POSTED_BEFORE


def _take(payment: Payment, on: date, refund: Facts) -> Refund | None:
    reason = str(refund.get("reason") or "refund")
    return take_out(payment, amount_in(refund), reference=str(refund["id"]), reason=reason, on=on)
