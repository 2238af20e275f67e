"""What is written to payers, and what is read from the provider's statement."""

from uuid import UUID

from agency.payments import answering, connecting, mails, pages, reconciling, reserving
from agency.payments.accounts import gateway
from agency.payments.models import Payment, Refund
from portal import outbox
from portal.jobs import every, job
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
    """Read a line of the provider's statement, hold the books against it, and book its fee."""
    reconciling.take(gateway().read_movement(reference))


@job("payments.look_at_account")
def look_at_account() -> None:
    """Bring a connected account up to what Stripe says of it."""
    connecting.look()


@job("payments.reconcile")
def reconcile() -> None:
    """Hold the books against the provider's statement."""
    reconciling.reconcile()


@job("payments.close_pages")
def close_pages() -> None:
    """Have the pages closed whose time is over, or that ask for more than is open."""
    for payment in reserving.to_close():
        outbox.later("payments.close_page", payment_id=payment.id)


@job("payments.give_up_due")
def give_up_due() -> None:
    """Have those given up that a bank carried out for an account which went out of reach since."""
    for payment in reserving.to_give_up():
        outbox.later("payments.give_up", payment_id=payment.id)


@job("payments.give_up")
def give_up(payment_id: str) -> None:
    """Give one up."""
    pages.give_up(get(Payment, UUID(payment_id)))


@job("payments.ask_due")
def ask_due(after: str | None = None) -> None:
    """Have the provider asked about debits of which nothing was heard for days."""
    pages.ask_due(UUID(after) if after else None)


@job("payments.ask")
def ask(payment_id: str) -> None:
    """Ask about one."""
    pages.ask(get(Payment, UUID(payment_id)))


@job("payments.go_on_unanswered")
def go_on_unanswered() -> None:
    """Let the cases go on whose chargebacks can be answered no more."""
    answering.go_on_unanswered()


@job("payments.close_page")
def close_page(payment_id: str) -> None:
    """Close one, or take in what came of it."""
    pages.close(get(Payment, UUID(payment_id)))


every(24 * 3600, "payments.look_at_account")
every(24 * 3600, "payments.reconcile")
every(24 * 3600, "payments.ask_due")
every(24 * 3600, "payments.give_up_due")
every(3600, "payments.go_on_unanswered")
every(60, "payments.close_pages")
