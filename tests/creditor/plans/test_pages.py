"""A creditor sets its own limits and answers what lies beyond them, without a telephone call."""

import re
import uuid
from html import unescape

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case
from agency.plans.models import Plan, PlanTerms, Referral
from portal import clock
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.web import get
from tests.agency.plans.referrals.test_referrals import asked_for, referred
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, open_office, rows
from tests.worker import run_jobs

PLANS = "/creditor/plans/"
LIMITS = f"{PLANS}limits"
SAID = {
    "shortest": "2", "longest": "12", "smallest": "50,00", "first_percent": "20",
    "interest": "waived", "grace_days": "5", "beyond": "creditor", "answer_days": "9",
    "floor_age_days_1": "365", "floor_percent_1": "60",
    "floor_age_days_2": "180", "floor_balance_2": "1000", "floor_percent_2": "80",
}  # fmt: skip


def shown(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def asked(office: Office, case_id: uuid.UUID) -> str:
    referral_id = referred(office, asked_for(office, case_id))
    return f"{PLANS}questions/{referral_id}"


def test_a_newcomer_reads_the_cautious_limits_and_that_nothing_waits(owner: FlaskClient) -> None:
    assert "Nothing waits for your answer" in shown(owner, PLANS)
    page = shown(owner, LIMITS)
    assert "cautious limits hold" in page
    assert "No case is settled for less" in page


def test_an_owner_sets_its_limits_and_sees_what_they_mean(
    office: Office, owner: FlaskClient
) -> None:
    for _ in range(2):
        assert owner.post(f"{LIMITS}/edit", data=SAID).status_code == 302
    page = shown(owner, LIMITS)
    assert "2 to 12" in page
    assert "12 instalments, the first" in page
    assert "Days to answer 9" in page
    assert "0 to 179 no settlement no settlement" in page
    assert "180 to 364 no settlement 80 % or more" in page
    assert "365 and more 60 % or more 60 % or more" in page
    assert "for the creditor" in page
    with office.at_work():
        (terms,) = rows(PlanTerms)
        assert (terms.side, terms.interest, terms.beyond) == ("creditor", "waived", "creditor")
        assert terms.answer_days == 9
        assert len(rows(Event, Event.kind == "plan.terms_changed")) == 1
    assert "365" in owner.get(f"{LIMITS}/edit").text


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"longest": "1"}, "less than the shortest"),
        ({"answer_days": "1"}, "Days to answer"),
        ({"answer_days": "15"}, "Days to answer"),
        ({"floor_age_days_2": "365", "floor_balance_2": ""}, "same age and balance"),
        ({"floor_percent_2": ""}, "Give the least share"),
        ({"floor_age_days_2": "400", "floor_percent_2": "70"}, "never counts"),
    ],
)
def test_limits_that_cannot_stand_are_shown_again_with_the_reason(
    office: Office, owner: FlaskClient, said: dict[str, str], word: str
) -> None:
    answer = owner.post(f"{LIMITS}/edit", data={**SAID, **said})
    assert answer.status_code == 422
    assert word in answer.text
    with office.at_work():
        assert rows(PlanTerms) == []


def test_the_agency_sees_what_the_creditor_wrote(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    owner.post(f"{LIMITS}/edit", data=SAID)
    page = shown(office.sign_in(office.manager), f"/agency/creditors/{creditor}/plan-terms")
    assert "for the creditor" in page
    assert "Only the creditor, who is asked each time" in page


def test_clerks_and_viewers_read_and_do_not_decide(
    office: Office, creditor: uuid.UUID, case_id: uuid.UUID
) -> None:
    question = asked(office, case_id)
    for role in (Role.CLERK, Role.VIEWER):
        client = office.sign_in(office.person(role, creditor))
        assert "An owner of your account can answer this" in shown(client, question)
        assert client.post(question, data={"answer": "approved"}).status_code == 403
        assert client.get(f"{LIMITS}/edit").status_code == 403
        assert "Change the limits" not in shown(client, LIMITS)


def test_what_is_asked_waits_on_the_first_page_and_an_answer_moves_the_case(
    office: Office, owner: FlaskClient, case_id: uuid.UUID
) -> None:
    question = asked(office, case_id)
    assert "May Bakkerij Korst go beyond your limits?" in shown(owner, "/creditor/")
    page = shown(owner, question)
    assert "It can pay no more." in page
    assert "A plan has 2 to 6 instalments." in page
    assert owner.post(question, data={"answer": "approved"}).status_code == 302
    run_jobs(office, only="plans.carry_out")
    with office.at_work():
        assert rows(Plan)[0].state == "running"
        assert get(Case, case_id).mover == "debtor"
    assert "Nothing waits for your answer" in shown(owner, PLANS)
    assert "Allowed" in shown(owner, PLANS)
    assert owner.post(question, data={"answer": "approved"}).status_code == 409


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"answer": "refused"},
        {"answer": "countered", "why": "Too long"},
        {"answer": "countered", "why": "Too long", "count": "8", "amount": "100"},
        {"answer": "countered", "why": "Too long", "amount": "x"},
    ],
)
def test_an_answer_that_says_too_little_is_asked_again(
    office: Office, owner: FlaskClient, case_id: uuid.UUID, said: dict[str, str]
) -> None:
    assert owner.post(asked(office, case_id), data=said).status_code == 422
    with office.at_work():
        assert rows(Referral)[0].is_open


def test_other_creditors_and_agencies_find_no_question(
    office: Office, owner: FlaskClient, case_id: uuid.UUID
) -> None:
    question = asked(office, case_id)
    other = open_office(office.app)
    for client in (
        office.sign_in(office.person(Role.OWNER, office.new_creditor())),
        other.sign_in(other.person(Role.OWNER, other.new_creditor())),
    ):
        assert client.get(question).status_code == 404
        assert client.post(question, data={"answer": "approved"}).status_code == 404


def test_staff_ask_from_the_page_of_the_plan_and_take_it_back(
    office: Office, case_id: uuid.UUID
) -> None:
    collector = office.sign_in(office.collector)
    here = f"/agency/cases/{case_id}"
    sent = {"count": "10", "day": "1", "how": "refer"}
    assert collector.post(f"{here}/plan/new", data=sent).status_code == 422
    sent["beyond_why"] = "It sells its oven first."
    assert collector.post(f"{here}/plan/new", data=sent).status_code == 302
    assert "The creditor is asked" in shown(collector, f"{here}/plan")
    with office.at_work():
        (referral,) = rows(Referral)
        plan_id, taken_back = referral.plan_id, f"{here}/plan-questions/{referral.id}/withdrawal"
    assert collector.post(taken_back).status_code == 302
    page = shown(collector, f"{here}/plans/{plan_id}/approval")
    assert "Ask the creditor" in page
    again = collector.post(f"{here}/plans/{plan_id}/referral", data={"why": "Once more."})
    assert again.status_code == 302
    pay_by = str(clock.today())
    low = {"amount": "300", "pay_by": pay_by, "how": "refer", "beyond_why": "It is ill."}
    assert collector.post(f"{here}/settlement/new", data=low).status_code == 302
    with office.at_work():
        assert [it.answer for it in rows(Referral)].count("withdrawn") == 2


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_pages_are_fit_for_people(
    office: Office,
    creditor: uuid.UUID,
    owner: FlaskClient,
    visit: Opens,
    case_id: uuid.UUID,
    width: int,
    scheme: str,
) -> None:
    owner.post(f"{LIMITS}/edit", data={**SAID, "longest": "6"})
    question = asked(office, case_id)
    window = visit(width, scheme)
    window.sign_in(office.person(Role.OWNER, creditor))
    for path in (PLANS, LIMITS, f"{LIMITS}/edit", question):
        window.open(path)
