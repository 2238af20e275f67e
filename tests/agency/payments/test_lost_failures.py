"""A bank sends a debit back, or carries it out, and nobody tells us: the provider is asked at night."""

import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from agency.cases.models import Case
from agency.ledger.models import Entry
from agency.ledger.proving import prove
from agency.payments import connecting, pages, reserving
from agency.payments.accounts import save_keys
from agency.payments.models import Payment
from agency.payments.queries import is_awaited
from agency.payments.reserving import reserved
from agency.payments.stripe_gateway import ProviderAway, ProviderRefused
from portal import clock
from portal.audit.models import Event
from portal.jobs import run
from portal.money import Money
from portal.web import get
from tests.agency.payments.connected import account_of
from tests.agency.payments.test_taken_back import debited, intent_of
from tests.office import Office, open_office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

HUNDREDS = Money.of(400)


@pytest.fixture
def owing(paying: Office, stripe: StripeStandIn) -> Iterator[Payment]:
    """A debit that a bank carries out; from now on nothing of it is heard."""
    payment = debited(paying, stripe)
    stripe.deliveries.mode = "drop"
    yield payment
    stripe.deliveries.mode = "send"


def night(office: Office, days: int) -> list[str]:
    """The night, so many days from now; what was asked of the provider."""
    with clock.moved_to(clock.now() + timedelta(days=days)):
        run("payments.ask_due", str(office.agency_id), {})
        return [it for it in run_jobs(office, only="payments.ask") if it == "payments.ask"]


def again(office: Office, payment: Payment) -> Payment:
    with office.at_work():
        return get(Payment, payment.id)


def endings(office: Office) -> list[Event]:
    with office.at_work():
        return rows(Event, Event.kind == "payment.ended")


def retold(stripe: StripeStandIn, kind: str) -> None:
    """What was lost is told after all, twice."""
    stripe.deliveries.mode = "send"
    for event in stripe.events_of(kind):
        stripe.deliveries.again(event["id"], times=2)
    stripe.deliver_all()


def test_a_debit_that_its_bank_sent_back_ends_though_nobody_told_of_it(
    paying: Office, stripe: StripeStandIn, owing: Payment
) -> None:
    stripe.settle(intent_of(stripe, owing), paid=False)
    assert night(paying, 3) == ["payments.ask"]
    assert night(paying, 4) == []
    found = again(paying, owing)
    assert found.ended_why == "async_payment_failed"
    [said] = endings(paying)
    assert (said.actor, said.data["why"]) == ("stripe", "async_payment_failed")
    with paying.at_work():
        assert not is_awaited(get(Case, owing.case_id))
        assert not reserved(get(Case, owing.case_id))
    assert paying.start_payment(owing.case_id, HUNDREDS).id != owing.id


def test_it_ends_as_the_message_would_have_ended_it(paying: Office, stripe: StripeStandIn) -> None:
    told = debited(paying, stripe)
    stripe.settle(intent_of(stripe, told), paid=False)
    stripe.deliver_all()
    lost = debited(paying, stripe)
    stripe.deliveries.mode = "drop"
    stripe.settle(intent_of(stripe, lost), paid=False)
    night(paying, 3)
    first, second = endings(paying)
    assert (first.actor, first.data) == (second.actor, second.data)
    assert again(paying, told).ended_why == again(paying, lost).ended_why
    retold(stripe, "checkout.session.async_payment_failed")
    assert len(endings(paying)) == 2


def test_one_that_came_in_is_posted_on_the_day_of_the_statement(
    paying: Office, stripe: StripeStandIn, owing: Payment
) -> None:
    today = clock.today()
    stripe.settle(intent_of(stripe, owing), paid=True)
    night(paying, 3)
    found = again(paying, owing)
    assert (found.amount, found.received_on) == (HUNDREDS, today)
    retold(stripe, "checkout.session.async_payment_succeeded")
    with paying.at_work():
        assert len(rows(Entry, Entry.kind == "payment")) == 1
        assert prove("EUR").holds


def test_one_that_its_bank_still_carries_out_is_left(paying: Office, owing: Payment) -> None:
    assert night(paying, 2) == []
    assert night(paying, 14) == ["payments.ask"]
    found = again(paying, owing)
    assert (found.paid_at, found.ended_at) == (None, None)
    with paying.at_work():
        assert reserved(get(Case, owing.case_id)) == HUNDREDS


@pytest.mark.parametrize("paid", [True, False])
def test_two_workers_that_ask_at_once_take_it_in_once(
    paying: Office, stripe: StripeStandIn, owing: Payment, paid: bool
) -> None:
    stripe.settle(intent_of(stripe, owing), paid=paid)
    failed: list[BaseException] = []

    def one() -> None:
        try:
            with paying.app.app_context(), paying.at_work():
                pages.ask(get(Payment, owing.id))
        except BaseException as error:
            failed.append(error)

    workers = [threading.Thread(target=one) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert failed == []
    with paying.at_work():
        assert len(rows(Entry, Entry.kind == "payment")) == int(paid)
    assert len(endings(paying)) == int(not paid)


def test_the_debtor_who_looks_at_its_payment_hears_at_once(
    stripe: StripeStandIn, paying: Office, owing: Payment
) -> None:
    stripe.settle(intent_of(stripe, owing), paid=False)
    with paying.at_work():
        assert pages.look_at(get(Payment, owing.id)).failed
    assert again(paying, owing).ended_why == "async_payment_failed"


def test_while_the_provider_is_away_it_stays_and_the_next_night_asks_again(
    paying: Office, stripe: StripeStandIn, owing: Payment
) -> None:
    stripe.settle(intent_of(stripe, owing), paid=False)
    with stripe.faults.during("unavailable", None), pytest.raises(ProviderAway):
        night(paying, 3)
    assert again(paying, owing).is_reserved
    night(paying, 4)
    assert again(paying, owing).ended_at


def test_many_are_asked_about_a_chunk_at_a_time_and_each_once(
    paying: Office, stripe: StripeStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pages, reserving):
        monkeypatch.setattr(module, "MOST_AT_A_TIME", 2)
    for _ in range(5):
        debited(paying, stripe)
    assert len(night(paying, 3)) == 5


def test_nobody_is_asked_about_an_account_that_was_taken_back(
    connected: Office, stripe: StripeStandIn
) -> None:
    debited(connected, stripe)
    stripe.deliveries.mode = "drop"
    stripe.deauthorize(account_of(connected))
    stripe.deliveries.mode = "send"
    with connected.at_work():
        assert connecting.look() is None
    assert night(connected, 3) == []
    connected.connect_stripe(stripe)
    assert night(connected, 4) == []


def test_each_agency_asks_about_its_own(
    paying: Office, stripe: StripeStandIn, owing: Payment
) -> None:
    other = open_office(paying.app)
    other.open_stripe(stripe)
    assert night(other, 3) == []
    assert again(paying, owing).is_reserved


def test_pages_of_an_account_that_other_keys_opened_hold_nothing_up(
    paying: Office, stripe: StripeStandIn
) -> None:
    payment = debited(paying, stripe)
    begun = paying.start_payment(payment.case_id, Money.of(100))
    other = f"sk_test_other{uuid.uuid4().hex}"
    stripe.add_account(other)
    with paying.at_work():
        save_keys(secret_key=other, webhook_secret="whsec_of_the_other", by=paying.admin.user)
    with clock.moved_to(begun.expires_at + timedelta(minutes=1)):
        assert paying.start_payment(payment.case_id, Money.of(150)).checkout_url
        with paying.at_work():
            assert get(Payment, begun.id).ended_why == "expired"
    for days, why in ((20, ""), (22, "unheard")):
        with clock.moved_to(clock.now() + timedelta(days=days)):
            run("payments.ask_due", str(paying.agency_id), {})
            run_jobs(paying, only="payments.ask", failing=ProviderRefused)
            with paying.at_work():
                assert get(Payment, payment.id).ended_why == why
