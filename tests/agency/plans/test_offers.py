"""An offered plan: as long as it says, and no longer."""

from datetime import timedelta

import pytest

from agency.cases.models import Case
from agency.plans import services
from agency.plans.models import Plan
from portal.errors import Refused
from portal.web import get
from tests.agency.contacts.desk import new_case, on, waits_for
from tests.agency.plans.test_plans import FIRST, SAID, TODAY, plan_of
from tests.office import Office


def test_an_offer_runs_out(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work():
            case = get(Case, case_id)
            dues = services.draft(services.situation(case), day=28, count=3)
            plan_id = services.offer(case, dues, day=28, by=office.collector.user).id
        assert waits_for(office, case_id)[:2] == ("debtor", "plan_offer")
    with on(TODAY + timedelta(days=15)):
        with office.at_work():
            assert services.judge_due() == 1
        assert plan_of(office, plan_id)[0] == "ended"
        assert waits_for(office, case_id)[0] == "agency"


def test_an_offer_can_be_agreed_to_as_long_as_it_says_and_not_beyond_its_first_day(
    office: Office,
) -> None:
    with on(FIRST - timedelta(days=6)):
        made = []
        for case_id in (new_case(office), new_case(office)):
            with office.at_work():
                case = get(Case, case_id)
                dues = services.draft(services.situation(case), day=1, count=3)
                made.append(services.offer(case, dues, day=1, by=office.collector.user).id)
        with office.at_work():
            assert get(Plan, made[0]).open_until == FIRST
    with on(FIRST), office.at_work():
        services.accept(get(Plan, made[0]), consent=SAID, by="debtor")
    with on(FIRST + timedelta(days=1)), office.at_work():
        services.judge_due()
    assert [plan_of(office, it)[0] for it in made] == ["running", "ended"]


def test_what_is_allowed_after_its_first_day_is_not_offered_any_more(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work():
            case = get(Case, case_id)
            dues = services.draft(services.situation(case), day=1, count=12)
            asked = services.propose(case, dues, "It is ill.", day=1, by=office.collector.user)
            plan_id = asked.plan_id
            assert plan_id
    with on(FIRST + timedelta(days=1)), office.at_work(), pytest.raises(Refused, match="first day"):
        services.approve(get(Plan, plan_id), "It may.", by=office.manager.user)
