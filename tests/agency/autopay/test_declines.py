"""A bank says no: tried again as the code allows, asked of the debtor, or never again."""

from datetime import timedelta

import pytest

from agency.autopay.models import SavedMethod
from agency.cases.models import Case
from agency.plans.models import Plan
from agency.plans.services import judge_due
from portal.web import get
from tests.agency.autopay.desk import (
    attempts,
    by_account,
    by_card,
    due,
    intents,
    new_plan,
    night,
    saved_of,
    taken,
    told,
)
from tests.agency.contacts.desk import on, waits_for
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

GOOD, DECLINED = "4242424242424242", "4000000000000341"
NO_MONEY, LOST, EXPIRED = "4000000000009995", "4000000000009987", "4000000000000069"
ALWAYS_ASKS = "4000002760003184"


def method_ref(office: Office, saved_id: object) -> str:
    with office.at_work():
        return str(get(SavedMethod, saved_id).method_ref)  # type: ignore[arg-type]


def at_risk(office: Office, plan_id: object) -> bool:
    with office.at_work():
        case_id = get(Plan, plan_id).case_id  # type: ignore[arg-type]
    return waits_for(office, case_id)[:2] == ("agency", "plan_at_risk")


def test_without_enough_money_it_is_tried_again_and_comes_in(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying)
    ref = method_ref(paying, by_card(paying, stripe, plan_id))
    stripe.behave(ref, NO_MONEY)
    with due(paying, plan_id) as day:
        night(paying)
        night(paying)
        assert attempts(paying) == [(day, 1, "declined", "insufficient_funds")]
        assert not at_risk(paying, plan_id)
    with on(day + timedelta(days=2)):
        night(paying)
        assert len(attempts(paying)) == 1
    stripe.behave(ref, GOOD)
    with on(day + timedelta(days=3)):
        night(paying)
        assert [it[1:3] for it in attempts(paying)] == [(1, "declined"), (2, "paid")]
        assert len(taken(paying)) == 1
        assert told(paying, "declined") == 1


def test_after_the_last_try_the_books_break_the_plan_and_a_collector_asks_why(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying)
    stripe.behave(method_ref(paying, by_card(paying, stripe, plan_id)), NO_MONEY)
    with due(paying, plan_id) as day:
        pass
    for days in range(9):
        with on(day + timedelta(days=days)):
            night(paying)
    assert 2 <= len(attempts(paying)) <= 4
    assert {it[2] for it in attempts(paying)} == {"declined"}
    with paying.at_work():
        plan = get(Plan, plan_id)
        assert plan.state == "broken"
        assert get(Case, plan.case_id).move == "broken_plan"
        assert rows(SavedMethod)[0].over_why == "plan_over"
    assert taken(paying) == []


@pytest.mark.parametrize("card", [LOST, EXPIRED])
def test_a_card_that_is_lost_or_expired_is_never_charged_again(
    paying: Office, stripe: StripeStandIn, card: str
) -> None:
    plan_id = new_plan(paying)
    saved_id = by_card(paying, stripe, plan_id)
    stripe.behave(method_ref(paying, saved_id), card)
    with due(paying, plan_id) as day:
        night(paying)
        assert saved_of(paying, saved_id).over_why == "refused"
        assert at_risk(paying, plan_id)
    with on(day + timedelta(days=3)):
        night(paying)
        assert len(attempts(paying)) == 1
        with paying.at_work():
            judge_due()


def test_another_card_is_charged_at_once_for_what_the_first_could_not(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying)
    stripe.behave(method_ref(paying, by_card(paying, stripe, plan_id)), LOST)
    other = new_plan(paying)
    with due(paying, plan_id) as day:
        night(paying)
    by_card(paying, stripe, plan_id, "5555555555554444")
    with on(day + timedelta(days=1)):
        night(paying)
        assert [it[1:3] for it in attempts(paying)] == [(1, "declined"), (2, "paid")]
        assert not at_risk(paying, plan_id)
    assert other != plan_id


def test_where_the_bank_asks_for_its_customer_the_debtor_is_written_to(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying)
    saved_id = by_card(paying, stripe, plan_id, ALWAYS_ASKS)
    with due(paying, plan_id) as day:
        night(paying)
        assert attempts(paying) == [(day, 1, "declined", "authentication_required")]
        assert saved_of(paying, saved_id).state == "active"
        assert at_risk(paying, plan_id)
        assert told(paying, "declined") == 1
        night(paying)
        assert len(attempts(paying)) == 1


def test_messages_come_in_any_order_twice_or_never(paying: Office, stripe: StripeStandIn) -> None:
    plan_id = new_plan(paying)
    stripe.deliveries.hold()
    by_card(paying, stripe, plan_id)
    with due(paying, plan_id):
        night(paying)
        stripe.deliveries.release("reversed")
        stripe.deliver_all()
        run_jobs(paying, only="autopay")
        for event in stripe.events[-8:]:
            stripe.deliver(event["id"])
        run_jobs(paying, only="autopay")
        assert [it[2] for it in attempts(paying)] == ["paid"]
        assert len(taken(paying)) == 1
    assert len(intents(stripe, paying)) == 1


def test_a_debit_that_comes_back_is_declined_and_one_taken_back_ends_the_mandate(
    paying: Office, stripe: StripeStandIn
) -> None:
    fails, back = new_plan(paying), new_plan(paying)
    by_account(paying, stripe, fails, "DE62370400440532013001")
    taken_back = by_account(paying, stripe, back)
    with due(paying, fails):
        night(paying)
        for intent in intents(stripe, paying):
            stripe.settle(intent["id"])
        stripe.deliver_all()
        run_jobs(paying, only="autopay")
        assert sorted(it[2] for it in attempts(paying)) == ["declined", "paid"]
        [paid] = [it for it in intents(stripe, paying) if it["status"] == "succeeded"]
        stripe.return_debit(paid["id"])
        stripe.deliver_all()
        assert saved_of(paying, taken_back).over_why == "taken_back"
    with due(paying, back, days=1):
        night(paying)
        assert len(taken(paying)) == 1


def test_a_mandate_or_card_that_the_bank_lets_go_allows_nothing(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying)
    saved_id = by_account(paying, stripe, plan_id)
    stripe.end_mandate(str(saved_of(paying, saved_id).mandate_ref))
    stripe.deliver_all()
    assert saved_of(paying, saved_id).over_why == "withdrawn"
    with due(paying, plan_id):
        night(paying)
    assert attempts(paying) == []
    assert told(paying, "ended") == 1
