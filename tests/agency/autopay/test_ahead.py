"""Before the day: the debtor is told what is taken, and what may keep it from coming in."""

from datetime import timedelta

from agency.autopay.models import SavedMethod
from agency.plans.models import Plan
from agency.plans.services import move_dates, remind_due
from portal.web import get
from tests.agency.autopay.desk import (
    allowed,
    attempts,
    by_account,
    by_card,
    first_day,
    look,
    new_plan,
    night,
    saved_of,
    told,
)
from tests.agency.contacts.desk import on, waits_for
from tests.office import Office
from tests.standins.stripe import StripeStandIn


def test_an_instalment_is_announced_once_and_takes_the_place_of_the_reminder(
    paying: Office, stripe: StripeStandIn
) -> None:
    card, account = new_plan(paying), new_plan(paying)
    by_card(paying, stripe, card)
    by_account(paying, stripe, account)
    day = first_day(paying, card)
    with on(day - timedelta(days=6)):
        look(paying)
        assert told(paying, "announced") == 0
    with on(day - timedelta(days=5)):
        look(paying)
        assert told(paying, "announced") == 1
    with on(day - timedelta(days=3)):
        look(paying)
        look(paying)
        assert told(paying, "announced") == 2
        with paying.at_work():
            assert remind_due() == 0


def test_an_instalment_that_is_moved_to_a_sooner_day_is_announced_anew(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying)
    by_card(paying, stripe, plan_id)
    day = first_day(paying, plan_id)
    with on(day - timedelta(days=3)):
        look(paying)
        assert told(paying, "announced") == 1
        with paying.at_work():
            move_dates(
                get(Plan, plan_id), day - timedelta(days=1), day.day, by=paying.collector.user
            )
        look(paying)
        look(paying)
        assert told(paying, "announced") == 2


def test_a_card_that_expires_too_early_is_a_task_and_a_letter_days_ahead(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying)
    day = first_day(paying, plan_id)
    before = day.replace(day=1) - timedelta(days=1)
    saved_id = by_card(paying, stripe, plan_id)
    ref = str(saved_of(paying, saved_id).method_ref)
    stripe.renew_card(ref, before.month, before.year)
    stripe.deliver_all()
    with on(day - timedelta(days=12)):
        look(paying)
        look(paying)
        assert told(paying, "at_risk") == 1
        with paying.at_work():
            case_id = get(Plan, plan_id).case_id
        assert waits_for(paying, case_id)[:2] == ("agency", "plan_at_risk")
        page = paying.sign_in(paying.collector).get(f"/agency/cases/{case_id}/autopay").text
        assert "This plan is at risk" in page
        assert "expires before the next instalment" in page
    stripe.renew_card(ref, 12, day.year + 3)
    stripe.deliver_all()
    with on(day - timedelta(days=11)):
        assert saved_of(paying, saved_id).risk == ""
        assert waits_for(paying, case_id)[:2] == ("debtor", "instalment")
    with on(day):
        night(paying)
        assert [it[2] for it in attempts(paying)] == ["paid"]


def test_a_card_that_the_provider_forgot_is_seen_ahead(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying)
    saved_id = by_card(paying, stripe, plan_id)
    with paying.at_work():
        get(SavedMethod, saved_id).method_ref = "pm_nobody_knows"
    with on(first_day(paying, plan_id) - timedelta(days=2)):
        look(paying)
        assert saved_of(paying, saved_id).risk == "gone"


def test_a_page_that_nobody_completed_is_closed_a_day_later(
    paying: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(paying)
    saved_id = allowed(paying, plan_id)
    with on(first_day(paying, plan_id)):
        look(paying)
    assert saved_of(paying, saved_id).over_why == "abandoned"
