"""The page of steps that are due, and the procedure on the page of a case."""

import uuid
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case
from agency.cases.services import assign
from agency.strategy.kinds import Level
from agency.strategy.models import CollectorProfile
from portal import db
from portal.accounts.models import Membership
from portal.accounts.permissions import Role
from portal.web import get
from tests.agency.contacts.desk import new_case, on, promised, waits_for
from tests.agency.strategy.desk import actions, new_strategy, plan, planned, prepared, steps_at
from tests.conftest import Opens
from tests.office import Office, open_office
from tests.worker import run_jobs

DUE = date(2026, 3, 1)
DAY = DUE + timedelta(days=6)
STEPS = "/agency/steps/"
WORKLIST = "/agency/worklist/"


@pytest.fixture
def case_id(office: Office) -> uuid.UUID:
    new_strategy(office)
    with on(DUE + timedelta(days=3)):
        return new_case(office)


def course_page(case_id: uuid.UUID, verb: str = "") -> str:
    return f"/agency/cases/{case_id}/course/{verb}"


def test_the_case_page_says_which_step_is_next_and_from_when(
    office: Office, case_id: uuid.UUID, collector: FlaskClient
) -> None:
    with on(DUE + timedelta(days=3)):
        text = collector.get(course_page(case_id)).text
    assert "Demand 1" in text
    assert "From 6 Mar 2026" in text
    assert "Step 1 of 3" in text


def test_it_says_what_holds_the_step_and_until_when(
    office: Office, case_id: uuid.UUID, collector: FlaskClient
) -> None:
    with on(DAY):
        promised(office, case_id, 500, DAY + timedelta(days=4))
        text = collector.get(course_page(case_id)).text
    assert "The debtor promised to pay, and its day has not passed. Until 11 Mar 2026." in text


def test_a_case_without_a_procedure_says_so(office: Office, collector: FlaskClient) -> None:
    with on(DAY):
        text = collector.get(course_page(new_case(office))).text
    assert "No strategy fits this case" in text


def test_a_novice_is_told_whom_to_ask(
    office: Office, case_id: uuid.UUID, collector: FlaskClient
) -> None:
    with on(DAY):
        assert "Leave out" not in collector.get(course_page(case_id)).text
        refused = collector.post(course_page(case_id, "skip"), data={"why": "No"})
    assert "Novices follow the procedure" in refused.text
    assert actions(office, case_id) == [(1, "planned")]


def test_an_expert_leaves_a_step_out_with_a_reason(office: Office, case_id: uuid.UUID) -> None:
    with office.at_work():
        db.session.add(
            CollectorProfile(
                id=office.collector.membership_id, level=Level.EXPERT, languages=[], capacity=0
            )
        )
    collector = office.sign_in(office.collector)
    with on(DAY):
        lacking = collector.post(course_page(case_id, "skip"), data={"why": " "})
        assert lacking.status_code == 422
        collector.post(course_page(case_id, "skip"), data={"why": "The creditor wrote itself"})
        assert "Left out" in collector.get(course_page(case_id)).text
    assert actions(office, case_id) == [(1, "skipped"), (2, "planned")]


@pytest.mark.parametrize(
    ("verb", "given", "planned_as"),
    [
        ("pull", {"on": "2026-03-20"}, ("notice", date(2026, 3, 20))),
        ("add", {"deed": "call"}, ("call", DAY)),
        (
            "change",
            {"deed": "notice", "notice_kind": "reminder", "on": "2026-03-09"},
            ("notice", date(2026, 3, 9)),
        ),
    ],
)
def test_a_manager_departs_by_the_forms(
    office: Office,
    case_id: uuid.UUID,
    manager: FlaskClient,
    verb: str,
    given: dict[str, str],
    planned_as: tuple[str, date],
) -> None:
    with on(DAY):
        assert "Why" in manager.get(course_page(case_id, verb)).text
        manager.post(course_page(case_id, verb), data={"why": "Asked for", **given})
        action = planned(office, case_id)
    assert (action.deed, action.planned_on) == planned_as


def test_a_notice_without_its_kind_is_asked_for(
    office: Office, case_id: uuid.UUID, manager: FlaskClient
) -> None:
    with on(DAY):
        answer = manager.post(course_page(case_id, "add"), data={"why": "Asked", "deed": "notice"})
    assert answer.status_code == 422
    assert "Choose which notice goes out." in answer.text


def test_the_due_list_makes_a_batch_of_what_nothing_holds(
    office: Office, case_id: uuid.UUID, collector: FlaskClient
) -> None:
    with on(DUE + timedelta(days=3)):
        held = new_case(office)
    with on(DAY):
        promised(office, held, 500, DAY + timedelta(days=4))
        plan(office)
        assert "Make these letters" in collector.get(STEPS).text
        assert "promised to pay" in collector.get(f"{STEPS}?list=held").text
        for _ in range(2):
            answer = collector.post(f"{STEPS}batch", data={"kind": "demand"}, follow_redirects=True)
        run_jobs(office, only="notices.")
        assert "Nothing of this kind can go out now" not in answer.text
        plan(office, again=True)
        assert planned(office, case_id).held_by == "notice_open"
        assert planned(office, held).held_by == "promise"
        again = collector.post(f"{STEPS}batch", data={"kind": "demand"}, follow_redirects=True)
    assert "Nothing of this kind can go out now" in again.text


def test_a_batch_looks_again_before_it_is_made(
    office: Office, case_id: uuid.UUID, collector: FlaskClient
) -> None:
    with on(DAY):
        plan(office)
        prepared(office, case_id)
        answer = collector.post(f"{STEPS}batch", data={"kind": "demand"}, follow_redirects=True)
    assert "Nothing of this kind can go out now" in answer.text


def test_a_step_that_needs_approval_waits_for_a_manager(office: Office) -> None:
    new_strategy(office, {**steps_at(5)[0], "approver": "manager"})
    with on(DAY):
        case_id = new_case(office)
        collector, manager = office.sign_in(office.collector), office.sign_in(office.manager)
        assert "A manager must approve it first." in collector.get(f"{STEPS}?list=approval").text
        assert collector.post(course_page(case_id, "approve")).status_code == 403
        manager.post(course_page(case_id, "approve"))
        assert planned(office, case_id).held_by == ""
        assert "Demand 1" in collector.get(STEPS).text


def test_a_step_to_be_approved_is_on_the_managers_worklist_and_on_no_collectors(
    office: Office,
) -> None:
    new_strategy(office, {**steps_at(5)[0], "approver": "manager"})
    collector, manager = office.sign_in(office.collector), office.sign_in(office.manager)
    with on(DUE + timedelta(days=3)):
        case_id = new_case(office)
        with office.at_work():
            mine = get(Membership, office.collector.membership_id)
            assign(get(Case, case_id), mine, by=office.manager.user)
        assert waits_for(office, case_id)[:2] == ("agency", "approve")
        assert "waits for approval" not in manager.get(WORKLIST).text
    with on(DAY):
        plan(office)
        assert waits_for(office, case_id)[:2] == ("agency", "approve")
        listed = manager.get(WORKLIST).text
        assert "“Demand 1” waits for approval since 6 Mar 2026" in listed
        assert "waits for approval" in manager.get(f"{WORKLIST}?whose=own").text
        assert str(case_id) not in collector.get(WORKLIST).text
        assert manager.get(f"{WORKLIST}next").location.endswith(str(case_id))
        shown = manager.get(f"/agency/cases/{case_id}").text
        assert "Look at the next step" in shown
        manager.post(course_page(case_id, "approve"))
        assert waits_for(office, case_id)[:2] == ("agency", "notice")
        assert "waits for approval" not in manager.get(WORKLIST).text
        assert str(case_id) in collector.get(WORKLIST).text


def test_a_manager_has_all_cases_planned_again(office: Office, manager: FlaskClient) -> None:
    new_strategy(office)
    with on(DAY):
        manager.post(f"{STEPS}run", follow_redirects=True)
        assert run_jobs(office, only="strategy.") == ["strategy.plan"]
        assert "Without strategy" in manager.get(STEPS).text


def test_another_agency_sees_nothing_of_it(office: Office, case_id: uuid.UUID) -> None:
    other = open_office(office.app)
    stranger = other.sign_in(other.person(Role.MANAGER))
    for verb in ("", "skip", "pull", "change", "add", "repeat"):
        assert stranger.get(course_page(case_id, verb)).status_code == 404
    assert stranger.post(course_page(case_id, "approve")).status_code == 404


@pytest.mark.browser
def test_parts_of_a_case_that_are_folded_load_when_they_are_opened(
    office: Office, case_id: uuid.UUID, visit: Opens
) -> None:
    window = visit()
    window.sign_in(office.collector)
    window.open(f"/agency/cases/{case_id}")
    assert window.page.get_by_text("Step 1 of 3 · Procedure").is_visible()
    unread = window.page.locator("details[data-fold] .skeleton")
    before = unread.count()
    assert before > 1
    window.page.locator("summary", has_text="Same debtor elsewhere").click()
    window.page.get_by_text("No other case").wait_for()
    assert unread.count() == before - 1
