"""The provider's pages: looked at, asked about, closed when over or for too much, given up."""

import uuid

from agency.cases.models import Case
from agency.cases.services import lock
from agency.payments import services
from agency.payments.accounts import gateway, is_in_reach
from agency.payments.models import Payment
from agency.payments.reserving import (
    LONGEST_DEBIT,
    MOST_AT_A_TIME,
    to_ask,
    to_close,
    to_give_up,
)
from agency.payments.stripe_gateway import NO_SUCH, CheckoutState, ProviderRefused
from portal import clock, db, outbox
from portal.web import get


def look_at(payment: Payment) -> CheckoutState:
    """How the page of a payment stands, with the books brought to what it says.

    ProviderAway, ProviderRefused.
    """
    told = gateway().read_checkout(str(payment.checkout_id))
    if told.paid and told.payment_intent:
        came_in_at = told.came_in_at or clock.now()
        services.settle(
            payment,
            amount=told.amount,
            payment_intent=told.payment_intent,
            received_on=clock.day_of(came_in_at),
        )
        db.session.refresh(payment)  # The provider's message may have come in between.
    elif told.status == "expired":
        services.end(payment, "expired", by="stripe")
    elif told.failed:
        services.end(payment, services.FAILED, by="stripe")
    elif told.status == "complete":
        services.await_bank(payment, by="stripe")
    return told


def ask_due(after: uuid.UUID | None = None) -> int:
    """Have the provider asked about each debit that its bank has carried out for days; how many.

    A chunk at a time, the rest by a job anew. What its messages said, or failed to, is taken in.
    """
    found = to_ask(after)
    for payment_id in found:
        outbox.later("payments.ask", payment_id=payment_id)
    if len(found) == MOST_AT_A_TIME:
        outbox.later("payments.ask_due", after=found[-1])
    return len(found)


def ask(payment: Payment) -> None:
    """Ask the provider about a debit. Under the lock of its case, so that twice changes nothing."""
    lock(get(Case, payment.case_id))
    db.session.refresh(payment, with_for_update=True)
    if payment.awaited_since and payment.is_reserved and is_in_reach(payment.started_at):
        try:
            look_at(payment)
        except ProviderRefused as refusal:
            # Keys of another account do not find it; by now its bank is done either way.
            if refusal.code != NO_SUCH or payment.awaited_since > clock.now() - LONGEST_DEBIT:
                raise
            services.end(payment, "unheard", by="system")


def give_up(payment: Payment) -> None:
    """Wait no longer for a payment that nobody can be asked about; asked again under its case's lock."""
    lock(get(Case, payment.case_id))
    db.session.refresh(payment, with_for_update=True)
    if payment in to_give_up():
        services.end(payment, "unheard", by="system")


def close(payment: Payment) -> None:
    """Close a page that must be closed; take in what came of it.

    Asked again under the lock of its case, so that twice or late changes nothing.
    """
    case = lock(get(Case, payment.case_id))
    db.session.refresh(payment, with_for_update=True)
    if payment not in to_close(case):
        return
    is_expired = payment.expires_at <= clock.now()
    if not is_in_reach(payment.started_at):
        if is_expired:  # The page closed by itself, and nobody can be asked about it any more.
            services.end(payment, "expired", by="system")
    elif not services.close_page(payment, _why(case, is_expired=is_expired), by="system"):
        look_at(payment)


def _why(case: Case, *, is_expired: bool) -> str:
    if is_expired:
        return "expired"
    return "beyond" if case.is_open or not case.open_amount else "case_closed"
