"""One page of the provider takes the next instalment and keeps the card for the others."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from agency.autopay import services
from agency.autopay.kinds import When
from agency.autopay.models import SavedMethod
from agency.payments.models import Payment
from agency.payments.pages import close
from agency.plans.evidence import seal
from agency.plans.models import Plan
from agency.plans.position import position
from portal import clock
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.autopay.desk import (
    BACK,
    SAID,
    attempts,
    first_day,
    look,
    new_plan,
    night,
    saved_of,
    taken,
    told,
)
from tests.agency.contacts.desk import on
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn
from tests.standins.stripe.errors import ApiError
from tests.worker import run_jobs

NO_MONEY = "4000000000009995"
FAILS = {"type": "sepa_debit", "sepa_debit": {"iban": "DE62370400440532013001"}}
WORKS = {"type": "sepa_debit", "sepa_debit": {"iban": "NL39RABO0300065264"}}


def begun(office: Office, plan_id: uuid.UUID) -> tuple[uuid.UUID, str]:
    """What the debtor allowed with the next instalment paid at once, and the provider's page."""
    with office.at_work():
        made = services.begin(
            get(Plan, plan_id),
            consent=SAID,
            email="debtor@debtor.example",
            locale="en",
            back_to=lambda _id: BACK,
            when=When.NOW,
        )
        return made.id, str(made.checkout_id)


def payment_of(office: Office, saved_id: uuid.UUID) -> Payment:
    with office.at_work():
        found = get(SavedMethod, saved_id).payment
        assert found
        return found


def lines(office: Office, plan_id: uuid.UUID) -> list[tuple[Money, Money]]:
    """The amount and what came in of each instalment."""
    with office.at_work():
        return [(it.amount, it.paid) for it in position(get(Plan, plan_id)).lines]


def test_one_page_pays_the_next_instalment_and_the_card_takes_the_others(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying, 3)
    [(first, _paid), *_rest] = lines(paying, plan_id)
    saved_id, page = begun(paying, plan_id)
    stripe.pay_checkout(page)
    stripe.deliver_all()
    run_jobs(paying)
    saved = saved_of(paying, saved_id)
    assert (saved.state, saved.brand, saved.last4) == ("active", "visa", "4242")
    assert taken(paying) == [first]
    assert attempts(paying) == []
    assert next(paid for _amount, paid in lines(paying, plan_id)) == first
    with on(first_day(paying, plan_id)):
        night(paying)
        assert [it[2] for it in attempts(paying)] == ["paid"]
    assert len(taken(paying)) == 2


def test_what_was_allowed_says_word_for_word_that_the_first_is_paid_now(
    paying: Office, stripe: StripeStandIn
) -> None:
    saved_id, _page = begun(paying, new_plan(paying))
    saved = saved_of(paying, saved_id)
    assert saved.shown_hash == seal(saved.shown)
    assert saved.shown["when"].startswith("Pay the next instalment")
    assert saved.shown["consent"].startswith("I allow")


@pytest.mark.parametrize("comes_back", [False, True])
def test_messages_in_any_order_twice_or_late_make_one_payment_and_one_method(
    paying: Office, stripe: StripeStandIn, comes_back: bool
) -> None:
    plan_id = new_plan(paying)
    stripe.deliveries.hold()
    saved_id, page = begun(paying, plan_id)
    stripe.pay_checkout(page)
    for _ in range(2 * comes_back):  # The debtor is back before any message.
        with paying.at_work():
            assert services.complete(get(SavedMethod, saved_id))
    stripe.deliveries.release("reversed")
    stripe.deliver_all()
    for event in stripe.events[-8:]:
        stripe.deliver(event["id"])
    run_jobs(paying)
    assert saved_of(paying, saved_id).is_active
    assert len(taken(paying)) == 1
    assert told(paying, "saved") == 1


def test_a_page_that_nobody_completed_takes_and_keeps_nothing(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying)
    saved_id, page = begun(paying, plan_id)
    with on(first_day(paying, plan_id), hour=9):
        with paying.at_work():
            close(get(Payment, payment_of(paying, saved_id).id))
        look(paying)
        assert saved_of(paying, saved_id).over_why == "abandoned"
        assert payment_of(paying, saved_id).ended_why == "expired"
        night(paying)
    with pytest.raises(ApiError):
        stripe.pay_checkout(page)
    assert taken(paying) == []
    assert attempts(paying) == []


def test_a_card_that_is_declined_on_the_page_keeps_nothing_until_another_one_pays(
    paying: Office, stripe: StripeStandIn
) -> None:
    saved_id, page = begun(paying, new_plan(paying))
    with pytest.raises(ApiError):
        stripe.pay_checkout(page, NO_MONEY)
    stripe.deliver_all()
    run_jobs(paying)
    assert saved_of(paying, saved_id).state == "asked"
    assert taken(paying) == []
    stripe.pay_checkout(page, "5555555555554444")
    stripe.deliver_all()
    run_jobs(paying)
    assert saved_of(paying, saved_id).brand == "mastercard"
    assert len(taken(paying)) == 1


@pytest.mark.parametrize(("account", "came"), [(WORKS, 1), (FAILS, 0)])
def test_an_account_is_kept_while_its_bank_is_at_work_and_what_fails_is_taken_on_its_day(
    paying: Office, stripe: StripeStandIn, account: dict[str, Any], came: int
) -> None:
    plan_id = new_plan(paying)
    day = first_day(paying, plan_id)
    saved_id, page = begun(paying, plan_id)
    stripe.pay_checkout(page, method=account)
    stripe.deliver_all()
    run_jobs(paying)
    saved = saved_of(paying, saved_id)
    assert saved.is_active
    assert saved.mandate_ref
    assert taken(paying) == []
    assert payment_of(paying, saved_id).awaited_since
    with on(day):
        night(paying)
        assert attempts(paying) == []  # The bank is at work on it already.
    stripe.settle(stripe.read(page)["payment_intent"])
    stripe.deliver_all()
    run_jobs(paying)
    assert len(taken(paying)) == came
    with on(day):
        night(paying)
        assert len(attempts(paying)) == 1 - came


def test_a_second_page_takes_the_place_of_the_first_which_takes_no_money_any_more(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying)
    first, old_page = begun(paying, plan_id)
    second, page = begun(paying, plan_id)
    assert saved_of(paying, first).over_why == "abandoned"
    with pytest.raises(ApiError):
        stripe.pay_checkout(old_page)
    stripe.pay_checkout(page)
    with pytest.raises(Refused, match="just being processed"):
        begun(paying, plan_id)
    stripe.deliver_all()
    run_jobs(paying)
    assert saved_of(paying, second).is_active
    assert len(taken(paying)) == 1


def test_a_chargeback_of_the_first_payment_ends_what_was_chosen_with_it(
    paying: Office, stripe: StripeStandIn
) -> None:
    saved_id, page = begun(paying, new_plan(paying))
    stripe.pay_checkout(page, "4000000000000259")  # Its owner disputes the charge at once.
    stripe.deliver_all()
    run_jobs(paying)
    assert saved_of(paying, saved_id).over_why == "taken_back"


def test_the_last_instalment_is_paid_without_keeping_anything(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying, 2)
    saved_id, page = begun(paying, plan_id)
    stripe.pay_checkout(page)
    stripe.deliver_all()
    run_jobs(paying)
    assert saved_of(paying, saved_id).is_active
    with on(clock.today() + timedelta(days=1)), pytest.raises(Refused, match="last instalment"):
        begun(paying, plan_id)
    with paying.at_work():
        assert not rows(Payment, Payment.ended_at.is_(None), Payment.paid_at.is_(None))
