"""What is written to payers once their money is in the books, or out of them."""

from uuid import UUID

from agency.payments import mails
from agency.payments.models import Payment, Refund
from portal.jobs import job
from portal.web import get


@job("payments.send_receipt")
def send_receipt(payment_id: str) -> None:
    """Mail a receipt."""
    mails.send_receipt(get(Payment, UUID(payment_id)))


@job("payments.tell_of_refund")
def tell_of_refund(refund_id: str) -> None:
    """Mail that money goes back."""
    mails.tell_of_refund(get(Refund, UUID(refund_id)))
