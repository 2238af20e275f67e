"""What is written to payers, and what is read from the provider's statement."""

from uuid import UUID

from agency.payments import mails, movements
from agency.payments.accounts import gateway
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


@job("payments.take_movement")
def take_movement(reference: str) -> None:
    """Read a line of the provider's statement, and book its fee."""
    movements.take(gateway().read_movement(reference))
