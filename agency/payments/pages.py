"""The provider's pages: looked at, and closed when their time is over or their amount too much."""

from agency.cases.models import Case
from agency.cases.services import lock
from agency.payments import services
from agency.payments.accounts import gateway
from agency.payments.models import Payment
from agency.payments.reserving import to_close
from agency.payments.stripe_gateway import NO_ACCESS, CheckoutState, ProviderRefused
from portal import clock, db
from portal.web import get


def look_at(payment: Payment) -> CheckoutState:
    """How the page of a payment stands, with the books brought to what it says.

    ProviderAway, ProviderRefused.
    """
    told = gateway().read_checkout(str(payment.checkout_id))
    if told.paid and told.payment_intent:
        services.settle(
            payment,
            amount=told.amount,
            payment_intent=told.payment_intent,
            received_on=clock.today(),
        )
        db.session.refresh(payment)  # The provider's message may have come in between.
    elif told.status == "expired":
        services.end(payment, "expired", by="stripe")
    elif told.status == "complete":
        services.await_bank(payment, by="stripe")
    return told


def close(payment: Payment) -> None:
    """Close a page whose time is over or that asks for more than is open; take in what came of it.

    Asked again under the lock of its case, so that twice or late changes nothing.
    """
    case = lock(get(Case, payment.case_id))
    db.session.refresh(payment, with_for_update=True)
    if payment not in to_close(case):
        return
    is_expired = payment.expires_at <= clock.now()
    try:
        if not services.close_page(payment, "expired" if is_expired else "beyond", by="system"):
            look_at(payment)
    except ProviderRefused as refusal:
        if refusal.code != NO_ACCESS:
            raise
        if is_expired:  # The page closed by itself, and nobody can be asked about it any more.
            services.end(payment, "expired", by="system")
