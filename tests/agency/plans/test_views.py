"""The pages of payment plans: figures before anything is saved, and nothing for strangers."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case
from agency.plans import services
from agency.plans.evidence import Consent
from agency.plans.models import Plan, PlanTerms
from portal.audit.models import Event
from portal.web import get
from tests.agency.contacts.desk import new_case, on
from tests.agency.plans.test_plans import FIRST, TODAY, agreed
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, open_office, rows


@pytest.fixture
def case_id(office: Office) -> uuid.UUID:
    return new_case(office)


@pytest.fixture
def here(case_id: uuid.UUID) -> str:
    return f"/agency/cases/{case_id}"


def shown(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_panel_offers_ready_plans_and_the_form_shows_instalments_first(
    office: Office, client: FlaskClient, here: str
) -> None:
    panel = shown(client.get(f"{here}/plan").text)
    assert "The creditor allows 2 to 6" in panel
    page = client.get(f"{here}/plan/new", query_string={"count": "3", "day": "15"})
    assert page.status_code == 200
    assert "Total" in shown(page.text)
    assert shown(page.text).count("15 ") >= 3
    with office.at_work():
        assert rows(Plan) == []


def test_a_plan_agreed_on_the_telephone_runs_and_its_confirmation_opens(
    office: Office, client: FlaskClient, here: str
) -> None:
    sent = {"count": "3", "day": "15", "how": "agreed", "channel": "phone", "name": "Jan"}
    assert client.post(f"{here}/plan/new", data=sent).status_code == 302
    panel = client.get(f"{here}/plan").text
    assert "Is kept" in shown(panel)
    with office.at_work():
        plan = rows(Plan)[0]
        assert (plan.state, plan.agreed_by, plan.channel) == ("running", "Jan", "phone")
        plan_id, seen = plan.id, plan.as_seen
    letter = client.get(f"{here}/plans/{plan_id}/letter")
    assert letter.data.startswith(b"%PDF")
    put_off = f"{here}/plans/{plan_id}/deferral"
    assert client.post(put_off, data={"seen": seen}).status_code == 302
    assert client.post(put_off, data={"seen": seen}).status_code == 409
    assert "off to" in shown(client.get(f"{here}/plan").text)
    assert (
        client.post(f"{here}/plans/{plan_id}/end", data={"why": "Pays at once"}).status_code == 302
    )
    assert "Pays at once" in shown(client.get(f"{here}/plan").text)


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ({"day": "15"}, "Give the number"),
        ({"count": "3", "amount": "100,00", "day": "15"}, "Give the number"),
        ({"count": "3", "day": "45"}, "45"),
        ({"count": "12", "day": "1"}, "2 to 6 instalments"),
        ({"count": "3", "day": "1", "how": "agreed"}, "Fill this in"),
        ({"count": "3", "day": "1", "first_on": "2020-01-01"}, "has passed"),
    ],
)
def test_what_cannot_be_says_why_and_saves_nothing(
    office: Office, client: FlaskClient, here: str, sent: dict[str, str], word: str
) -> None:
    answer = client.post(f"{here}/plan/new", data={"how": "offer", **sent})
    assert answer.status_code in (409, 422)
    assert word in shown(answer.text) or answer.status_code == 422
    with office.at_work():
        assert rows(Plan) == []


def test_a_wish_that_is_none_is_shown_again_with_its_error(client: FlaskClient, here: str) -> None:
    answer = client.get(f"{here}/plan/new", query_string={"count": "3", "day": "99"})
    assert answer.status_code == 422
    assert "Day of the month" in shown(answer.text)


def test_only_a_manager_goes_beyond(office: Office, client: FlaskClient, here: str) -> None:
    sent = {"count": "10", "day": "1", "how": "offer", "beyond_why": "Agreed by phone"}
    refused = client.post(f"{here}/plan/new", data=sent)
    assert refused.status_code == 409
    manager = office.sign_in(office.manager)
    page = manager.get(f"{here}/plan/new", query_string={"count": "10", "day": "1"})
    assert "You may go beyond it with a reason" in shown(page.text)
    assert manager.post(f"{here}/plan/new", data=sent).status_code == 302
    with office.at_work():
        assert rows(Plan)[0].beyond_why == "Agreed by phone"


def test_a_collector_cannot_allow_what_the_debtor_asks_for(
    office: Office, client: FlaskClient, here: str, case_id: uuid.UUID
) -> None:
    with office.at_work():
        case = get(Case, case_id)
        dues = services.draft(services.situation(case), day=1, count=10)
        consent = Consent(name="Jan", channel="portal")
        asked = f"{here}/plans/{services.ask_for(case, dues, day=1, consent=consent).id}/approval"
    assert "A manager can allow it" in shown(client.get(asked).text)
    assert client.post(asked, data={"why": "I like it"}).status_code == 409
    risk = shown(client.get("/agency/plans?risk=1").text)
    assert "The debtor waits for an answer" in risk
    manager = office.sign_in(office.manager)
    assert manager.post(asked, data={"why": "Fair"}).status_code == 302
    assert "No plan is at risk" in shown(manager.get("/agency/plans?risk=1").text)


def test_a_manager_writes_down_what_the_creditor_allows(office: Office, case_id: uuid.UUID) -> None:
    manager = office.sign_in(office.manager)
    with office.at_work():
        creditor_id = get(Case, case_id).creditor_id
    here = f"/agency/creditors/{creditor_id}/plan-terms"
    assert "these cautious limits hold" in shown(manager.get(here).text)
    sent = {
        "shortest": "2", "longest": "12", "smallest": "50,00", "first_percent": "20",
        "grace_days": "5", "beyond": "collector", "answer_days": "3",
    }  # fmt: skip
    for _ in range(2):
        assert manager.post(f"{here}/edit", data=sent).status_code == 302
    assert "2 to 12" in shown(manager.get(here).text)
    for wrong in ({"longest": "1"}, {"answer_days": "1"}, {"answer_days": "15"}):
        assert manager.post(f"{here}/edit", data={**sent, **wrong}).status_code == 422
    assert office.sign_in(office.collector).get(f"{here}/edit").status_code == 403
    with office.at_work():
        (terms,) = rows(PlanTerms)
        assert (terms.longest, terms.smallest_minor, terms.answer_days, terms.changed_by) == (
            12,
            5_000,
            3,
            office.manager.user_id,
        )
        assert len(rows(Event, Event.kind == "plan.terms_changed")) == 1


def test_another_agency_finds_no_plan(office: Office, here: str, case_id: uuid.UUID) -> None:
    plan_id = agreed(office, case_id)
    other = open_office(office.app)
    stranger = other.sign_in(other.manager)
    own = new_case(other)
    for path in (f"{here}/plan", f"{here}/plans/{plan_id}/letter", f"{here}/plans/{plan_id}/end"):
        assert stranger.get(path).status_code == 404
    assert stranger.get(f"/agency/cases/{own}/plans/{plan_id}/end").status_code == 404
    assert "bakery" not in stranger.get("/agency/plans").text.lower()


def test_creditors_read_the_plans_on_their_own_claims_only(office: Office) -> None:
    case_id, other = new_case(office), new_case(office)
    agreed(office, case_id)
    agreed(office, other)
    with office.at_work():
        creditor_id = get(Case, case_id).creditor_id
    with office.at_work(creditor_id):
        assert [plan.case_id for plan in rows(Plan)] == [case_id]


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_pages_are_fit_for_people(
    office: Office, visit: Opens, case_id: uuid.UUID, here: str, width: int, scheme: str
) -> None:
    window = visit(width, scheme)
    window.sign_in(office.manager)
    page = window.open(f"{here}/plan/new?count=8&day=1")
    page.get_by_label("Why beyond the limits").fill("Agreed with the creditor")
    window.press("Save the plan")
    window.open(f"{here}/plan")
    with office.at_work():
        plan_id = rows(Plan)[0].id
        services.accept(
            get(Plan, plan_id), consent=Consent(name="Jan", channel="portal"), by="debtor"
        )
    page = window.open(f"{here}/plan")
    window.open(f"{here}/plans/{plan_id}/end")
    window.open("/agency/plans")


def test_a_late_plan_stands_first_in_the_list(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        agreed(office, case_id)
    with on(FIRST + timedelta(days=2)):
        with office.at_work():
            services.judge_due()
        assert "Late" in shown(office.sign_in(office.collector).get("/agency/plans?risk=1").text)


def test_what_staff_proposed_is_offered_once_a_manager_allows_it_and_the_page_says_so(
    office: Office, case_id: uuid.UUID, here: str
) -> None:
    with office.at_work():
        case = get(Case, case_id)
        dues = services.draft(services.situation(case), day=1, count=12)
        asked = services.propose(case, dues, "It is ill.", day=1, by=office.collector.user)
        allow = f"{here}/plans/{asked.plan_id}/approval"
    manager = office.sign_in(office.manager)
    assert manager.post(allow, data={"why": "It may."}).status_code == 302
    page = shown(manager.get(here).text)
    assert "The plan is offered." in page
    assert "The plan runs." not in page
