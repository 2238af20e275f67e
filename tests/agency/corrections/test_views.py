"""The pages on which a claim is corrected: what changes is seen before it is done."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case, Claim
from agency.corrections.models import Correction
from portal.accounts.permissions import Role
from portal.web import get
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, new_claim, new_debtor, open_office, rows

NOTE = {"amount": "200,00", "reference": "C-7", "dated_on": "2026-03-20", "why": "Goods came back"}


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def address(office: Office) -> str:
    debtor = new_debtor()
    claim = new_claim(debtor=debtor)
    case_id = office.accepted_case(None, claim, new_claim(debtor=debtor))
    return f"/agency/cases/{case_id}/claims/{claim.id}"


def test_a_credit_note_is_shown_first_and_then_entered(office: Office, address: str) -> None:
    client = office.sign_in(office.manager)
    seen = client.post(f"{address}/credit-note", data=NOTE)
    assert seen.status_code == 200
    assert "€1,800.00" in words(seen.text)
    with office.at_work():
        assert rows(Correction) == []
    done = client.post(f"{address}/credit-note", data={**NOTE, "step": "make"})
    assert done.status_code == 302
    case = words(client.get(done.headers["Location"]).text)
    assert "entered a credit note" in case
    assert "€200.00 credited" in case
    panel = client.get(re.sub(r"/claims/.*", "/corrections", address))
    assert "C-7, counts from 20 Mar 2026" in words(panel.text)


def test_a_due_date_is_shown_first_and_then_corrected(office: Office, address: str) -> None:
    client = office.sign_in(office.manager)
    form = {"due_on": "2026-04-01", "why": "The contract gives 60 days"}
    assert "What it changes" in client.post(f"{address}/due-date", data=form).text
    assert client.post(f"{address}/due-date", data={**form, "step": "make"}).status_code == 302
    with office.at_work():
        assert get(Claim, rows(Correction)[0].claim_id).due_on.isoformat() == "2026-04-01"


def test_a_claim_is_withdrawn_with_a_reason(office: Office, address: str) -> None:
    client = office.sign_in(office.manager)
    assert "€1,000.00" in words(client.get(f"{address}/withdrawal").text)
    assert client.post(f"{address}/withdrawal", data={}).status_code == 422
    assert client.post(f"{address}/withdrawal", data={"why": "Sent twice"}).status_code == 302
    last = re.sub(r"/claims/.*", "/corrections", address)
    assert "Withdrawn" in client.get(last).text


def test_the_only_claim_of_a_case_is_not_withdrawn_but_the_case_closed(office: Office) -> None:
    claim = new_claim()
    address = f"/agency/cases/{office.accepted_case(None, claim)}/claims/{claim.id}/withdrawal"
    client = office.sign_in(office.manager)
    assert "Close the case instead." in client.get(address).text
    assert client.post(address, data={"why": "Sent twice"}).status_code == 409


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"amount": "5000"}, 409),
        ({"amount": "nothing"}, 422),
        ({"dated_on": "2099-01-01"}, 422),
        ({"reference": ""}, 422),
    ],
)
def test_what_cannot_be_is_refused_with_the_form(
    office: Office, address: str, change: dict[str, str], status: int
) -> None:
    answer = office.sign_in(office.manager).post(f"{address}/credit-note", data={**NOTE, **change})
    assert answer.status_code == status
    assert "Goods came back" in answer.text


def test_a_collector_sees_corrections_but_makes_none(office: Office, address: str) -> None:
    client = office.sign_in(office.collector)
    panel = client.get(re.sub(r"/claims/.*", "/corrections", address))
    assert panel.status_code == 200
    assert "credit-note" not in panel.text
    assert client.get(f"{address}/credit-note").status_code == 403


def test_a_claim_of_another_case_or_agency_is_not_there(office: Office, address: str) -> None:
    other = office.accepted_case()
    with office.at_work():
        claim_id = get(Case, other).claims[0].id
    mine = re.sub(r"/claims/.*", f"/claims/{claim_id}/credit-note", address)
    assert office.sign_in(office.manager).get(mine).status_code == 404
    stranger = open_office(office.app)
    assert stranger.sign_in(stranger.manager).get(f"{address}/credit-note").status_code == 404


def test_the_creditor_sees_what_was_corrected(office: Office, address: str) -> None:
    client: FlaskClient = office.sign_in(office.manager)
    client.post(f"{address}/credit-note", data={**NOTE, "step": "make"})
    with office.at_work():
        made = rows(Correction)[0]
        case_id, creditor_id = made.case_id, made.creditor_id
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    seen = words(owner.get(f"/creditor/cases/{case_id}").text)
    assert "entered a credit note" in seen
    assert "Goods came back" in seen


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_pages_stand_in_a_browser(
    office: Office, visit: Opens, address: str, width: int, scheme: str
) -> None:
    window = visit(width, scheme)
    window.sign_in(office.manager)
    page = window.open(f"{address}/credit-note")
    for label, text in (("Amount", "200"), ("Number", "C-7"), ("Date", "2026-03-20")):
        page.get_by_label(label, exact=True).fill(text)
    window.press("Show what it changes")
    window.press("Enter the credit note")
    window.open(f"{address}/withdrawal")
