"""Who sees the page of a case, and where everybody begins."""

import pytest

from agency.cases.models import Case
from portal.accounts.permissions import Role
from portal.web import get
from tests.agency.cases.test_views import CASES
from tests.office import Office, open_office


@pytest.mark.parametrize("role", [Role.FINANCE, Role.LAWYER])
def test_those_who_only_look_see_the_case_and_no_buttons(office: Office, role: Role) -> None:
    case_id = office.place(office.new_creditor())
    client = office.sign_in(office.person(role))
    page = client.get(f"{CASES}{case_id}")
    assert page.status_code == 200
    assert "Accept €" not in page.text
    assert "Payment link" not in page.text
    for step in ("acceptance", "question", "refusal", "hold", "closure", "assignment", "pay-link"):
        assert client.post(f"{CASES}{case_id}/{step}").status_code == 403
    with office.at_work():
        assert get(Case, case_id).claims[0].review is None


def test_an_administrator_does_not_look_into_cases(office: Office) -> None:
    case_id = office.accepted_case()
    assert office.sign_in(office.admin).get(f"{CASES}{case_id}").status_code == 403


def test_another_agencys_case_is_not_there(office: Office) -> None:
    case_id = office.place(office.new_creditor())
    stranger = open_office(office.app)
    client = stranger.sign_in(stranger.collector)
    pages = ("", "/timeline", "/hold", "/closure", "/refusal", "/reopening")
    assert {client.get(f"{CASES}{case_id}{page}").status_code for page in pages} == {404}
    steps = [
        *("acceptance", "question", "refusal", "hold", "hold/lift", "closure", "reopening"),
        *("assignment", "pay-link", "pay-link/revoke"),
    ]
    assert {client.post(f"{CASES}{case_id}/{step}").status_code for step in steps} == {404}
    with office.at_work():
        assert get(Case, case_id).claims[0].review is None


def test_a_creditors_people_have_no_business_here(office: Office) -> None:
    creditor = office.new_creditor()
    case_id = office.place(creditor)
    client = office.sign_in(office.person(Role.OWNER, creditor))
    assert client.get(f"{CASES}{case_id}").status_code == 404


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.COLLECTOR, "/agency/worklist/"),
        (Role.MANAGER, "/agency/worklist/"),
        (Role.LAWYER, "/agency/notices/releases"),
        (Role.FINANCE, "/agency/remittance"),
        (Role.ADMIN, "/agency/creditors"),
    ],
)
def test_everybody_begins_where_their_work_is(office: Office, role: Role, first: str) -> None:
    client = office.sign_in(office.person(role))
    answer = client.get("/agency/")
    assert answer.status_code == 302
    assert answer.location.startswith(first)
    assert client.get(answer.location).status_code == 200
