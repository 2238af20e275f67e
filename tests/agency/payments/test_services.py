"""A debtor pays by card: once, whatever the provider tells us, and how often."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest

from agency.cases.models import Case
from agency.charges.services import owed
from agency.ledger.models import AccountKind
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments.models import Allocation, Payment, ProviderEvent, Refund
from agency.payments.stripe_gateway import ProviderAway
from portal import clock
from portal.errors import Refused
from portal.jobs import run
from portal.money import Money
from portal.web import get
from tests.office import Office, new_claim, new_debtor, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs


@contextmanager
def held(stripe: StripeStandIn) -> Iterator[None]:
    """Webhooks wait at the provider while the block lasts."""
    stripe.deliveries.hold()
    try:
        yield
    finally:
        stripe.deliveries.release()


def test_a_paid_case_is_booked_charged_a_fee_and_closed(
    paying: Office, stripe: StripeStandIn
) -> None:
    case_id = paying.accepted_case()
    payment = paying.start_payment(case_id)
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    with paying.at_work():
        case, paid = get(Case, case_id), get(Payment, payment.id)
        [allocation] = rows(Allocation)
        assert not case.is_open
        assert not case.open_amount
        assert case.balance
        assert case.balance.paid == paid.amount
        assert allocation.costs == Money.of(150)
        assert allocation.principal == Money.of(1000)
        assert allocation.fee_percent == Decimal(15)
        fee = paid.amount.percent(Decimal(15))
        assert allocation.fee == fee
        assert allocation.fee_vat == fee.percent(Decimal(21))
        held = -account_balance(AccountKind.CREDITOR_FUNDS, "EUR", case.creditor_id)
        assert held == paid.amount - allocation.fee - allocation.fee_vat
        assert prove("EUR").holds


def test_a_part_payment_covers_costs_then_interest_then_principal(
    paying: Office, stripe: StripeStandIn
) -> None:
    case_id = paying.accepted_case()
    payment = paying.start_payment(case_id, Money.of(160))
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    with paying.at_work():
        [allocation] = rows(Allocation)
        assert allocation.costs == Money.of(150)
        assert allocation.interest == Money.of(10)
        assert not allocation.principal
        assert get(Case, case_id).is_open


def test_an_event_delivered_many_times_at_once_is_posted_once(
    paying: Office, stripe: StripeStandIn
) -> None:
    case_id = paying.accepted_case()
    payment = paying.start_payment(case_id, Money.of(100))
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    done = stripe.events_of("checkout.session.completed")[-1]["id"]
    stripe.deliver(done, times=4)
    with paying.at_work():
        assert len(rows(Allocation)) == 1
        assert len(rows(ProviderEvent, ProviderEvent.event_id == done)) == 1
        balance = get(Case, case_id).balance
        assert balance
        assert balance.paid == Money.of(100)


def test_a_forged_event_changes_nothing(paying: Office, stripe: StripeStandIn, live: str) -> None:
    case_id = paying.accepted_case()
    payment = paying.start_payment(case_id, Money.of(100))
    client = paying.app.test_client()
    facts = {"id": payment.checkout_id, "payment_status": "paid", "amount_total": 10000}
    body = json.dumps(
        {"id": "evt_1", "type": "checkout.session.completed", "data": {"object": facts}}
    )
    answer = client.post(
        f"/webhooks/stripe/{paying.slug}", data=body, headers={"Stripe-Signature": "t=1,v1=00"}
    )
    assert answer.status_code == 400
    with paying.at_work():
        assert rows(ProviderEvent) == []
        assert get(Case, case_id).open_amount > Money.of(1000)


def test_a_double_click_opens_one_page(paying: Office, stripe: StripeStandIn) -> None:
    case_id = paying.accepted_case()
    first = paying.start_payment(case_id, Money.of(100))
    second = paying.start_payment(case_id, Money.of(100))
    assert first.id == second.id
    assert first.checkout_url == second.checkout_url


def test_another_amount_opens_another_page(paying: Office, stripe: StripeStandIn) -> None:
    case_id = paying.accepted_case()
    pages = [paying.start_payment(case_id, Money.of(amount)) for amount in (100, 200)]
    assert [stripe.read(str(page.checkout_id))["status"] for page in pages] == ["open", "open"]


def test_what_was_just_paid_on_another_page_is_not_paid_again(
    paying: Office, stripe: StripeStandIn
) -> None:
    case_id = paying.accepted_case()
    with paying.at_work():
        all_of_it = owed(get(Case, case_id), clock.today()).total
    with held(stripe):
        first = paying.start_payment(case_id, Money.of(100))
        stripe.pay_checkout(str(first.checkout_id))
        with pytest.raises(Refused, match="being paid in another window"):
            paying.start_payment(case_id, all_of_it)


def test_what_was_paid_on_a_page_is_not_paid_again_after_its_time_though_nothing_was_heard(
    paying: Office, stripe: StripeStandIn
) -> None:
    case_id = paying.accepted_case()
    with paying.at_work():
        all_of_it = owed(get(Case, case_id), clock.today()).total
    with held(stripe):
        first = paying.start_payment(case_id, all_of_it)
        stripe.pay_checkout(str(first.checkout_id))
        with clock.moved_to(first.expires_at + timedelta(seconds=1)):
            with pytest.raises(Refused, match="is just being processed"):
                paying.start_payment(case_id, all_of_it - Money.of(1))
            run("payments.close_pages", str(paying.agency_id), {})
            run_jobs(paying, only="payments.close_page")
            with pytest.raises(Refused, match="Nothing is owed any more"):
                paying.start_payment(case_id, all_of_it)


def test_two_people_paying_at_once_get_one_page(paying: Office, stripe: StripeStandIn) -> None:
    case_id = paying.accepted_case()
    found: list[object] = []

    def pay() -> None:
        with paying.app.app_context():
            found.append(paying.start_payment(case_id, Money.of(100)).id)

    threads = [threading.Thread(target=pay) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(found) == 3
    assert len(set(found)) == 1


def test_stripe_away_says_so_and_leaves_nothing_behind(
    paying: Office, stripe: StripeStandIn
) -> None:
    case_id = paying.accepted_case()
    with stripe.outage(), pytest.raises(ProviderAway):
        paying.start_payment(case_id, Money.of(100))
    with paying.at_work():
        assert rows(Payment) == []


def test_more_than_is_owed_is_refused(paying: Office) -> None:
    case_id = paying.accepted_case()
    with pytest.raises(Refused, match="do not pay more"):
        paying.start_payment(case_id, Money.of(5000))


def test_a_full_refund_leaves_no_fee_and_opens_the_case_again(
    paying: Office, stripe: StripeStandIn
) -> None:
    case_id = paying.accepted_case()
    payment = paying.start_payment(case_id)
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    with paying.at_work():
        intent = get(Payment, payment.id).payment_intent
    stripe.refund(str(intent), 33_33)
    stripe.refund(str(intent))
    stripe.deliver_all()
    with paying.at_work():
        case = get(Case, case_id)
        assert len(rows(Refund)) == 2
        assert case.is_open
        assert case.balance
        assert not case.balance.paid
        assert case.open_amount == payment.amount
        for kind in (AccountKind.CREDITOR_FUNDS, AccountKind.AGENCY_SHARE, AccountKind.FEE_INCOME):
            assert not account_balance(kind, "EUR")
        assert prove("EUR").holds


def test_a_refund_that_overtakes_its_payment_waits_for_it(
    paying: Office, stripe: StripeStandIn
) -> None:
    case_id = paying.accepted_case()
    payment = paying.start_payment(case_id, Money.of(100))
    with held(stripe):
        stripe.pay_checkout(str(payment.checkout_id))
        intent = stripe.read(str(payment.checkout_id))["payment_intent"]
        stripe.refund(intent, 40_00)
        stripe.deliver(stripe.events_of("refund.created")[-1]["id"])
        with paying.at_work():
            [event] = rows(ProviderEvent, ProviderEvent.kind == "refund.created")
            assert event.handled_at is None
    stripe.deliver_all()
    run_jobs(paying)
    with paying.at_work():
        balance = get(Case, case_id).balance
        assert balance
        assert balance.paid == Money.of(60)


def test_the_oldest_claim_is_paid_first(paying: Office, stripe: StripeStandIn) -> None:
    debtor = new_debtor()
    old = new_claim(debtor=debtor, invoice_no="OLD", due_on=date(2026, 3, 1))
    new = new_claim(debtor=debtor, invoice_no="NEW", due_on=date(2026, 5, 1))
    case_id = paying.accepted_case(None, new, old)
    payment = paying.start_payment(case_id, Money.of(500))
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    with paying.at_work():
        assert [a.claim.invoice_no for a in rows(Allocation)] == ["OLD"]


def test_a_payout_moves_the_money_to_the_trust_account(
    paying: Office, stripe: StripeStandIn
) -> None:
    payment = paying.start_payment(paying.accepted_case(), Money.of(100))
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    secret_key = f"sk_test_{paying.slug.replace('-', '')}"
    paid_out = stripe.payout(secret_key)["amount"]
    stripe.deliver_all()
    with paying.at_work():
        assert account_balance(AccountKind.CLIENT_BANK, "EUR").minor == paid_out
        assert prove("EUR").holds
