"""What no message told of is found at night; what belongs to nobody is listed, and not waited for."""

from datetime import timedelta
from uuid import UUID

import pytest
from stripe import StripeClient

from agency.ledger.proving import prove
from agency.payments import webhooks
from agency.payments.models import Movement, Payment, ProviderEvent
from agency.payments.news import TooEarly
from agency.payments.reconciling import reconcile
from portal import clock, db
from portal.audit.models import Event
from portal.jobs import run
from portal.keys import new_key
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


@pytest.fixture
def elsewhere(paying: Office, stripe: StripeStandIn) -> list[UUID]:
    """News that waits of what was given back of money that the agency took otherwise than here."""
    client = StripeClient(paying.open_stripe(stripe), base_addresses={"api": stripe.url})
    for _ in range(3):
        taken = client.v1.payment_intents.create(
            {"amount": 5000, "currency": "eur", "payment_method": "pm_card_visa", "confirm": True,
             "return_url": "http://localhost/"}
        )  # fmt: skip
        stripe.refund(taken.id)
    stripe.deliver_all()
    with paying.at_work():
        return [it.id for it in rows(ProviderEvent, ProviderEvent.handled_at.is_(None))]


def test_what_waits_for_ever_keeps_nothing_back(
    paying: Office, elsewhere: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "AT_A_TIME", 2)
    case_id = paying.accepted_case()
    payment = paying.start_payment(case_id, Money.of(100))
    with paying.at_work():
        paid = {"metadata": {"payment_id": str(payment.id)}, "payment_status": "paid"}
        facts = {"amount_total": 100_00, "currency": "eur", "payment_intent": "pi_waited"}
        db.session.add(
            ProviderEvent(
                id=new_key(),
                event_id="evt_waited",
                kind="checkout.session.completed",
                created_at=clock.now(),
                payload=paid | facts,
            )
        )
    with clock.moved_to(clock.now() + timedelta(minutes=1)):
        run("payments.sweep", str(paying.agency_id), {})
        run_jobs(paying, only="payments", failing=TooEarly)
    with paying.at_work():
        assert get(Payment, payment.id).paid_at
        assert all(get(ProviderEvent, it).handled_at is None for it in elsewhere)


def test_what_nobody_knows_after_days_is_not_ours(paying: Office, elsewhere: list[UUID]) -> None:
    with clock.moved_to(clock.now() + webhooks.GIVEN_UP + timedelta(minutes=1)):
        run("payments.sweep", str(paying.agency_id), {})
        run_jobs(paying, only="payments")
    with paying.at_work():
        assert elsewhere
        assert {get(ProviderEvent, it).outcome for it in elsewhere} == {"not ours"}
