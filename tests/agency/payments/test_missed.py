"""What no message told of is found at night; what belongs to nobody is listed."""

from stripe import StripeClient

from agency.ledger.queries import prove
from agency.payments.models import Movement, Payment
from agency.payments.reconciling import reconcile
from portal.audit.models import Event
from portal.money import Money
from portal.web import get
from tests.agency.payments.test_taken_back import intent_of
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs


def test_what_every_message_missed_is_found_at_night_and_posted_once(
    paying: Office, stripe: StripeStandIn
) -> None:
    stripe.deliveries.mode = "drop"
    payment = paying.start_payment(paying.accepted_case())
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.refund(intent_of(stripe, payment), 100_00)
    stripe.deliveries.mode = "send"
    for _ in range(2):
        with paying.at_work():
            reconcile()
        run_jobs(paying)
    with paying.at_work():
        found = get(Payment, payment.id)
        assert found.paid_at
        assert found.given_back == Money.of(100)
        assert len(rows(Movement)) == 2
        assert prove("EUR").holds
        [first, second] = rows(Event, Event.kind == "provider.reconciled")
        assert (first.data["unknown"], second.data["unknown"]) == (2, 0)
        assert second.data["at_provider_minor"] == second.data["in_books_minor"]


def test_a_line_that_belongs_to_no_payment_is_listed(paying: Office, stripe: StripeStandIn) -> None:
    key = paying.open_stripe(stripe)
    client = StripeClient(key, base_addresses={"api": stripe.url})
    client.v1.payment_intents.create(
        {"amount": 5000, "currency": "eur", "payment_method": "pm_card_visa", "confirm": True,
         "return_url": "http://localhost/"}
    )  # fmt: skip
    with paying.at_work():
        reconcile()
    run_jobs(paying)
    with paying.at_work():
        [movement] = rows(Movement)
        assert movement.difference == "payment"
    said = paying.sign_in(paying.finance).get("/agency/provider").text
    assert "No payment of ours belongs to it" in said
