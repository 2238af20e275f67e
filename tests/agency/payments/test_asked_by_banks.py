"""What a payer's bank asks: a question first and the money after all, and a day by which to answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from agency.cases.models import Case
from agency.ledger.models import AccountKind
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments import answering
from agency.payments.accounts import gateway
from agency.payments.models import Chargeback, Movement, Payment
from agency.payments.news import act_upon
from agency.payments.reconciling import take
from portal import clock
from portal.jobs import run
from portal.money import Money
from portal.web import get
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn

STATEMENT = "The debtor paid its own invoice on its payment page."


@pytest.fixture
def payment(paying: Office, stripe: StripeStandIn) -> Payment:
    begun = paying.start_payment(paying.accepted_case(), Money.of(400))
    stripe.pay_checkout(str(begun.checkout_id))
    stripe.deliver_all()
    with paying.at_work():
        return get(Payment, begun.id)


@pytest.fixture
def dispute(stripe: StripeStandIn, payment: Payment) -> Iterator[dict[str, Any]]:
    """A dispute that is told of by hand."""
    stripe.deliveries.mode = "drop"
    yield stripe.dispute(str(payment.payment_intent))
    stripe.deliveries.mode = "send"


def told(office: Office, dispute: dict[str, Any], **facts: object) -> Chargeback:
    with office.at_work():
        act_upon("charge.dispute.updated", clock.now(), dispute | facts)
    return chargeback_of(office)


def asked(dispute: dict[str, Any]) -> dict[str, Any]:
    """The same while the bank only asks: no money is taken."""
    return dispute | {"status": "warning_needs_response", "balance_transactions": []}


def taken(dispute: dict[str, Any]) -> dict[str, Any]:
    """The same once the bank takes the money, with a later day to answer by."""
    later = dispute["evidence_details"]["due_by"] + 14 * 24 * 3600
    details = dispute["evidence_details"] | {"due_by": later}
    return dispute | {"status": "needs_response", "evidence_details": details}


def chargeback_of(office: Office) -> Chargeback:
    with office.at_work():
        [found] = rows(Chargeback)
        assert isinstance(found, Chargeback)
        return found


def answer(office: Office) -> None:
    with office.at_work():
        [found] = rows(Chargeback)
        answering.answer(found, STATEMENT, by=office.finance.user)


def move_of(office: Office, payment: Payment) -> str:
    with office.at_work():
        return get(Case, payment.case_id).move


def answer_by(chargeback: Chargeback) -> datetime:
    assert chargeback.answer_by
    return chargeback.answer_by


def test_a_bank_that_takes_the_money_after_its_question_is_to_be_answered_again(
    paying: Office, payment: Payment, dispute: dict[str, Any]
) -> None:
    first = told(paying, asked(dispute))
    answer(paying)
    assert chargeback_of(paying).state == "answered"
    assert move_of(paying, payment) != "chargeback"
    again = told(paying, taken(dispute))
    assert (again.state, again.answered_at) == ("open", None)
    assert answer_by(again) == answer_by(first) + timedelta(days=14)
    assert move_of(paying, payment) == "chargeback"
    with paying.at_work():
        assert get(Payment, payment.id).given_back == Money.of(400)
    answer(paying)
    assert chargeback_of(paying).state == "answered"


def test_the_first_question_that_comes_late_asks_nothing_again(
    paying: Office, payment: Payment, dispute: dict[str, Any]
) -> None:
    told(paying, asked(dispute))
    answer(paying)
    assert told(paying, asked(dispute)).state == "answered"
    told(paying, taken(dispute))
    answer(paying)
    for late in (asked(dispute), taken(dispute)):
        assert told(paying, late).state == "answered"


def test_what_a_bank_takes_no_answer_to_is_no_move_any_more(
    paying: Office, payment: Payment, dispute: dict[str, Any]
) -> None:
    until = answer_by(told(paying, dispute))
    assert move_of(paying, payment) == "chargeback"
    run("payments.go_on_unanswered", str(paying.agency_id), {})
    assert move_of(paying, payment) == "chargeback"
    with clock.moved_to(until + timedelta(seconds=1)):
        run("payments.go_on_unanswered", str(paying.agency_id), {})
        assert move_of(paying, payment) == "notice"


@pytest.mark.parametrize("won", [True, False])
def test_an_account_in_another_currency_hears_of_its_chargebacks(
    paying: Office, payment: Payment, dispute: dict[str, Any], won: bool
) -> None:
    """The provider changes what it takes in, and what it gives back, into the account's own currency."""
    [out] = dispute["balance_transactions"]
    changed = out | {"currency": "nok", "amount": -4_680_00, "fee": 234_00}
    moves = [changed, changed | {"id": "txn_in", "amount": 4_680_00, "fee": 0}]
    told(paying, dispute, balance_transactions=moves[:1])
    with paying.at_work():
        assert get(Payment, payment.id).given_back == Money.of(400)
        assert account_balance(AccountKind.PROVIDER_COSTS, "NOK") == Money.of(234, "NOK")
    ended = {"status": "won" if won else "lost", "balance_transactions": moves[: 1 + won]}
    assert told(paying, dispute, **ended).state == ended["status"]
    with paying.at_work():
        assert get(Payment, payment.id).given_back == Money.of(0 if won else 400)
        assert prove("EUR").holds


def test_the_line_of_a_payment_in_another_currency_is_no_difference(
    paying: Office, stripe: StripeStandIn, dispute: dict[str, Any]
) -> None:
    begun = paying.start_payment(paying.accepted_case(), Money.of(100))
    stripe.pay_checkout(str(begun.checkout_id))
    with paying.at_work():
        line = next(it for it in gateway().movements_since(clock.now() - timedelta(days=1))
                    if it.source.get("metadata", {}).get("payment_id") == str(begun.id))  # fmt: skip
        take(replace(line, amount=Money.of(1_170, "NOK"), fee=Money.of(25, "NOK")))
    with paying.at_work():
        assert get(Payment, begun.id).paid_at
        [kept] = rows(Movement, Movement.payment_id == begun.id)
        assert (kept.difference, kept.currency) == ("", "NOK")
        assert prove("EUR").holds
