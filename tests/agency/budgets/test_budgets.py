"""Income and outgo on a case: with consent only, sealed, and gone when it is taken back."""

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from agency.budgets.models import Budget
from agency.budgets.personal import RECORDS
from agency.budgets.queries import budget_of
from agency.cases.models import Case
from agency.compliance import records
from portal import clock, db
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import new_case
from tests.agency.plans.referrals.test_referrals import asked_for, referred
from tests.agency.plans.test_views import shown
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, open_office, rows

SAID = {
    "consented": "true", "name": "Anna de Bakker", "source": "phone", "adults": "2",
    "children": "1", "income_every": "four_weeks", "amount_wages": "1.800,00",
    "amount_housing": "900", "amount_food": "450,50", "amount_clothing": "0",
}  # fmt: skip


@pytest.fixture
def case_id(office: Office) -> uuid.UUID:
    return new_case(office)


@pytest.fixture
def here(case_id: uuid.UUID) -> str:
    return f"/agency/cases/{case_id}/budgets"


def said(client: FlaskClient, here: str, **more: str) -> int:
    form = {**SAID, "stated_on": clock.today().isoformat(), **more}
    return client.post(f"{here}/new", data=form).status_code


def test_what_was_stated_says_what_can_be_borne_and_which_offers_are_too_much(
    client: FlaskClient, here: str
) -> None:
    assert "Nothing was asked yet" in shown(client.get(here).text)
    assert "You may tell us what your household earns" in shown(client.get(f"{here}/new").text)
    assert said(client, here) == 302
    page = shown(client.get(here).text)
    assert "€1,950.00" in page
    assert "Can bear €299.75 a month" in page
    panel = shown(client.get(here.replace("budgets", "plan")).text)
    assert "The debtor can bear €299.75 a month" in panel
    assert panel.count("more than it can bear") == 1


@pytest.mark.parametrize(
    "missing", [{"consented": ""}, {"name": ""}, {"amount_wages": "x"}, {"stated_on": "2099-01-01"}]
)
def test_without_consent_or_sense_nothing_is_written(
    office: Office, client: FlaskClient, here: str, missing: dict[str, str]
) -> None:
    assert said(client, here, **missing) in (409, 422)
    with office.at_work():
        assert rows(Budget) == []


def test_the_figures_are_sealed_and_no_event_says_them(
    office: Office, client: FlaskClient, here: str
) -> None:
    said(client, here)
    with office.at_work():
        kept = db.session.execute(text("select lines_sealed from budgets")).scalars().all()
        assert all(b"wages" not in bytes(each) for each in kept)
        assert rows(Budget)[0].lines["wages"] == Money.of(1_950)
        (event,) = rows(Event, Event.kind == "budget.stated")
        assert event.data == {}


def test_when_the_consent_is_taken_back_the_figures_go(
    office: Office, client: FlaskClient, here: str, case_id: uuid.UUID
) -> None:
    said(client, here)
    with office.at_work():
        budget_id = rows(Budget)[0].id
    for _ in range(2):
        answer = client.post(f"{here}/{budget_id}/revocation", data={"source": "phone"})
        assert answer.status_code == 302
    page = shown(client.get(here).text)
    assert "Taken back" in page
    assert "€900.00" not in page
    with office.at_work():
        assert get(Budget, budget_id).lines_sealed is None
        assert budget_of(get(Case, case_id)) is None
        assert len(rows(Event, Event.kind == "budget.revoked")) == 1


def test_the_creditor_is_told_the_instalment_alone_and_only_where_the_debtor_agreed(
    office: Office, client: FlaskClient, here: str, case_id: uuid.UUID
) -> None:
    with office.at_work():
        creditor_id = get(Case, case_id).creditor_id
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    for share, word in (("", "not known"), ("true", "€299.75")):
        said(client, here, is_shared=share)
        question = referred(office, asked_for(office, case_id, count=12 if share else 11))
        page = shown(owner.get(f"/creditor/plans/questions/{question}").text)
        assert word in page
        assert "€450.50" not in page
    with office.at_work(creditor_id):
        assert rows(Budget) == []


def test_consent_that_is_taken_back_takes_earlier_statements_and_the_creditors_copy_along(
    office: Office, client: FlaskClient, here: str, case_id: uuid.UUID
) -> None:
    for _ in range(2):
        said(client, here, is_shared="true")
    with office.at_work():
        creditor_id = get(Case, case_id).creditor_id
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    question = f"/creditor/plans/questions/{referred(office, asked_for(office, case_id))}"
    assert "€299.75" in shown(owner.get(question).text)
    with office.at_work():
        latest = rows(Budget)[-1].id
    client.post(f"{here}/{latest}/revocation", data={"source": "phone"})
    assert "€299.75" not in shown(client.get(here).text)
    assert "€299.75" not in shown(owner.get(question).text)
    with office.at_work():
        assert [it.lines_sealed for it in rows(Budget)] == [None, None]


def test_what_was_stated_in_another_currency_is_held_against_no_instalment(
    office: Office, client: FlaskClient, here: str, case_id: uuid.UUID
) -> None:
    said(client, here, is_shared="true")
    with office.at_work():
        rows(Budget)[0].currency = "NOK"
    panel = client.get(here.replace("budgets", "plan"))
    assert panel.status_code == 200
    assert "The debtor can bear" not in shown(panel.text)
    with office.at_work():
        assert budget_of(get(Case, case_id)) is None


def test_another_share_counts_from_the_next_statement_on(
    office: Office, client: FlaskClient, here: str
) -> None:
    said(client, here)
    admin = office.sign_in(office.admin)
    share = "/agency/settings/bearable"
    assert "Share" in shown(admin.get(share).text)
    assert admin.post(share, data={"percent": "30"}).status_code == 302
    assert admin.post(share, data={"percent": "130"}).status_code == 422
    assert client.post(share, data={"percent": "30"}).status_code == 403
    assert "Can bear €299.75" in shown(client.get(here).text)
    said(client, here)
    assert "Can bear €179.85" in shown(client.get(here).text)


def test_statements_are_handed_out_and_erased_with_the_file(
    office: Office, client: FlaskClient, here: str, case_id: uuid.UUID
) -> None:
    said(client, here)
    with office.at_work():
        case = get(Case, case_id)
        them = records.Subjects([case.debtor_id], [case_id])
        told = RECORDS.tell(them)
        assert told.rows[0]["name"] == "Anna de Bakker"
        assert Money.of(1_950) in told.rows[0]["lines"].values()
        RECORDS.erase(them)
    with office.at_work():
        (left,) = rows(Budget)
        assert (left.lines_sealed, left.stated_by, left.bearable_minor) == (None, "", 0)


def test_another_agency_finds_nothing(office: Office, client: FlaskClient, here: str) -> None:
    said(client, here)
    other = open_office(office.app)
    stranger = other.sign_in(other.collector)
    assert stranger.get(here).status_code == 404
    assert stranger.get(f"{here}/new").status_code == 404


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_pages_are_fit_for_people(
    office: Office, visit: Opens, client: FlaskClient, here: str, width: int, scheme: str
) -> None:
    said(client, here)
    with office.at_work():
        budget_id = rows(Budget)[0].id
    window = visit(width, scheme)
    window.sign_in(office.collector)
    for path in ("", "/new", f"/{budget_id}/revocation"):
        window.open(f"{here}{path}")
