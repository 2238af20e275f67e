"""Money that the provider sends back and a bank takes days to carry out, as with iDEAL and debits."""

import uuid
from collections.abc import Iterator

import pytest

from agency.cases.models import Case
from agency.ledger.models import AccountKind
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments import refunds
from agency.payments.accounts import limit_refunds
from agency.payments.models import Movement, Payment, Refund
from agency.payments.reconciling import reconcile
from agency.payments.refunds import Sent
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

PENDS = "4000000000007726"


@pytest.fixture
def payment(paying: Office, stripe: StripeStandIn) -> Payment:
    """400.00 of a case, paid by what gives back slowly."""
    begun = paying.start_payment(paying.accepted_case(), Money.of(400))
    stripe.pay_checkout(str(begun.checkout_id), PENDS)
    stripe.deliver_all()
    run_jobs(paying)
    with paying.at_work():
        return get(Payment, begun.id)


def give_back(office: Office, payment: Payment, amount: Money) -> Sent:
    """What staff does who sends the form once."""
    with office.at_work():
        return refunds.refund(
            get(Payment, payment.id),
            amount,
            reason="requested_by_customer",
            note="",
            key=uuid.uuid4(),
            by=office.finance.user,
        )


def pending_refund(stripe: StripeStandIn) -> str:
    told = stripe.events_of("refund.created")[-1]
    assert told["data"]["object"]["status"] == "pending"
    return str(told["data"]["object"]["id"])


def test_what_is_on_its_way_back_is_not_given_back_again(
    paying: Office, stripe: StripeStandIn, payment: Payment
) -> None:
    give_back(paying, payment, Money.of(300))
    with pytest.raises(Refused, match=r"Only .*100\.00 of this payment is left"):
        give_back(paying, payment, Money.of(300))
    with paying.at_work():
        assert get(Payment, payment.id).given_back == Money.of(300)


def test_what_is_on_its_way_back_counts_for_the_limit_of_two_people(
    paying: Office, payment: Payment
) -> None:
    with paying.at_work():
        limit_refunds(Money.of(150), by=paying.admin.user)
    give_back(paying, payment, Money.of(100))
    assert give_back(paying, payment, Money.of(100)) is Sent.WAITS


def test_it_is_booked_once_when_its_bank_is_done(
    paying: Office, stripe: StripeStandIn, payment: Payment
) -> None:
    give_back(paying, payment, Money.of(300))
    stripe.deliver_all()
    stripe.finish_refund(pending_refund(stripe))
    stripe.deliver_all()
    with paying.at_work():
        assert len(rows(Refund)) == 1
        assert get(Payment, payment.id).given_back == Money.of(300)
        assert prove("EUR").holds


def test_it_is_undone_when_its_bank_sends_it_back(
    paying: Office, stripe: StripeStandIn, payment: Payment
) -> None:
    give_back(paying, payment, Money.of(300))
    stripe.deliver_all()
    stripe.finish_refund(pending_refund(stripe), succeeded=False)
    stripe.deliver_all()
    with paying.at_work():
        case = get(Case, payment.case_id)
        assert not get(Payment, payment.id).given_back
        assert case.balance
        assert case.balance.paid == Money.of(400)
        assert prove("EUR").holds


@pytest.fixture
def unheard(stripe: StripeStandIn) -> Iterator[None]:
    """Nothing that happens is ever told."""
    yield
    stripe.deliveries.mode = "send"


@pytest.mark.usefixtures("unheard")
def test_the_night_books_it_though_nothing_more_is_ever_told(
    paying: Office, stripe: StripeStandIn, payment: Payment
) -> None:
    stripe.deliveries.mode = "drop"
    refund = stripe.refund(str(payment.payment_intent), 300_00)
    with paying.at_work():
        reconcile()
    run_jobs(paying)
    stripe.finish_refund(refund["id"])
    with paying.at_work():
        reconcile()
    run_jobs(paying)
    with paying.at_work():
        assert get(Payment, payment.id).given_back == Money.of(300)
        held = sum(it.amount_minor - it.fee_minor for it in rows(Movement))
        assert account_balance(AccountKind.PROVIDER, "EUR").minor == held
