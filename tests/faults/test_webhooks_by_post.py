"""Whoever captures a webhook, or knows another agency's secret, moves no money with it."""

import time

from werkzeug.test import TestResponse

from agency.payments.models import Payment, ProviderEvent
from portal.money import Money
from tests.office import Office, open_office, rows
from tests.standins.stripe import StripeStandIn


def paid_event(office: Office, stripe: StripeStandIn) -> str:
    """A payment that was made, of which no webhook has arrived; the event that tells of it."""
    payment = office.start_payment(office.accepted_case(), Money.of(100))
    stripe.deliveries.mode = "drop"
    try:
        stripe.pay_checkout(str(payment.checkout_id))
    finally:
        stripe.deliveries.mode = "send"
    return str(stripe.events_of("checkout.session.completed")[-1]["id"])


def secret_of(office: Office, stripe: StripeStandIn) -> str:
    """What the provider signs this agency's webhooks with."""
    base = office.app.extensions["settings"].base_url
    key = f"sk_test_{office.slug.replace('-', '')}"
    return stripe.register_webhook(key, f"{base}/webhooks/stripe/{office.slug}")


def post(
    office: Office, stripe: StripeStandIn, event: str, secret: str, *, minutes_ago: int = 0
) -> TestResponse:
    """Post an event by hand, signed a while ago."""
    signed_at = int(time.time()) - 60 * minutes_ago
    message = stripe.message(event, secret, signed_at=signed_at)
    return office.app.test_client().post(
        f"/webhooks/stripe/{office.slug}",
        data=message.payload,
        headers={"Stripe-Signature": message.signature, "Content-Type": "application/json"},
    )


def is_paid(office: Office) -> bool:
    with office.at_work():
        [payment] = rows(Payment)
        return payment.paid_at is not None


def test_a_captured_webhook_is_worth_nothing_after_five_minutes_and_counts_once_before(
    paying: Office, stripe: StripeStandIn
) -> None:
    event, secret = paid_event(paying, stripe), secret_of(paying, stripe)
    late = post(paying, stripe, event, secret, minutes_ago=6)
    assert late.status_code == 400
    assert late.json is not None
    assert late.json["title"]
    assert not is_paid(paying)
    outcomes = [post(paying, stripe, event, secret, minutes_ago=4).json for _ in range(2)]
    assert outcomes == [{"outcome": "posted"}, {"outcome": "known"}]
    assert is_paid(paying)


def test_one_agencys_webhook_does_nothing_at_another(paying: Office, stripe: StripeStandIn) -> None:
    other = open_office(paying.app)
    other.open_stripe(stripe)
    event = paid_event(paying, stripe)
    assert post(other, stripe, event, secret_of(paying, stripe)).status_code == 400
    with_its_own = post(other, stripe, event, secret_of(other, stripe))
    assert with_its_own.json == {"outcome": "not ours"}
    assert not is_paid(paying)
    with other.at_work():
        assert [kept.outcome for kept in rows(ProviderEvent)] == ["not ours"]
