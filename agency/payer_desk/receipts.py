"""How one payment stands, for whoever made it."""

from agency.charges.services import owed
from agency.payer_desk.sheet import standing_of
from agency.payments import pages
from agency.payments.models import Payment
from portal import clock, db
from portal.errors import Refused
from portal.pay.sheets import PaymentState, Receipt


def receipt_of(payment: Payment) -> Receipt:
    """The receipt of a payment, or where it is; asks the provider while nothing has come of it."""
    state = state_of(payment)
    case = payment.case
    db.session.expire(case)  # The provider's message may have been acted upon since it was read.
    left = owed(case, clock.today()).total
    numbers = {part.claim.invoice_no: None for part in payment.paid_off}
    return Receipt(
        id=payment.id,
        state=state,
        amount=payment.amount,
        refunded=payment.given_back - payment.used_elsewhere,
        paid_at=payment.paid_at,
        creditor=case.creditor.name,
        debtor=case.debtor.name,
        case_number=case.reference,
        invoices=list(numbers),
        method=payment.method,
        reference=payment.payment_intent or "",
        left=left,
        standing=standing_of(case, left),
        checkout_url=payment.checkout_url if state is PaymentState.UNPAID else "",
        guest=payment.guest_link.label if payment.guest_link else "",
        is_moved=payment.is_moved,
        designated=payment.designated,
    )


def state_of(payment: Payment) -> PaymentState:
    """Where a payment is. The debtor is back and wants to know, so money that came in is posted."""
    if payment.paid_at is None and payment.ended_at is None and payment.checkout_id:
        try:
            told = pages.look_at(payment)
        except Refused:
            return PaymentState.PROCESSING  # The provider is away; its message will come.
        if told.status == "open":
            return PaymentState.UNPAID
    if payment.paid_at is not None:
        return PaymentState.PAID
    return PaymentState.PROCESSING if payment.is_reserved else PaymentState.ENDED
