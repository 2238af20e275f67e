"""The panel says what is allowed now, what is not, from when, and by which article."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from agency.cases.models import Case
from agency.law.vocabulary import DebtorKind
from agency.legal_position.findings import Finding
from agency.legal_position.position import position_of
from portal import clock
from portal.web import get
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, new_claim, new_debtor, open_office

SUNDAY = datetime(2026, 11, 22, 10, tzinfo=UTC)


def findings(office: Office, case_id: object) -> dict[str, Finding]:
    with office.at_work(), clock.moved_to(SUNDAY):
        return {it.about: it for it in position_of(get(Case, case_id))}  # type: ignore[arg-type]


def test_a_consumer_on_a_sunday(office: Office) -> None:
    debtor = new_debtor(kind=DebtorKind.CONSUMER, phone="+31 6 5550 1000")
    claim = new_claim(debtor=debtor)
    found = findings(office, office.accepted_case(None, claim))
    assert found["Law applied"].state == "Netherlands"
    assert (found["Interest"].state, found["Interest"].article) == ("4 % a year", "art. 6:119 BW")
    costs = found[f"Costs on {claim.invoice_no}"]
    assert (costs.kind, costs.state) == ("bad", "Not allowed as things are")
    assert "free term" in costs.why
    assert found["Limitation"].state == "Until 1 Mar 2031"
    assert found["Court"].state == "Kantonrechter"
    assert not any(about.startswith("Contact") for about in found)  # It has its own panel.


def test_costs_that_are_not_due_yet_say_from_when(office: Office) -> None:
    debtor = new_debtor(kind=DebtorKind.CONSUMER)
    claim = new_claim(debtor=debtor, reminded_on=date(2026, 11, 20), reminded_channel="email")
    found = findings(office, office.accepted_case(None, claim))
    assert found[f"Costs on {claim.invoice_no}"].state == "Not allowed; from 5 Dec 2026"


def test_an_agreed_rate_and_none_at_all(office: Office) -> None:
    agreed = new_claim(interest_basis="agreed", agreed_percent=Decimal("12"))
    found = findings(office, office.accepted_case(None, agreed))
    assert found["Interest"].state == "12 % a year"
    none = new_claim(interest_basis="none")
    assert findings(office, office.accepted_case(None, none))["Interest"].state == "None runs"


def test_a_country_without_a_pack_works_and_says_so(office: Office) -> None:
    debtor = new_debtor(country="IT")
    found = findings(office, office.accepted_case(None, new_claim(debtor=debtor)))
    assert found["Law applied"].state == "Not known"
    assert found["Interest"].state == "None runs"
    assert "There are no rules for the country IT yet." in found["Interest"].why


def test_another_agencys_case_is_not_there(office: Office) -> None:
    case_id = office.accepted_case()
    assert office.sign_in(office.collector).get(f"/agency/cases/{case_id}/law").status_code == 200
    stranger = open_office(office.app)
    client = stranger.sign_in(stranger.collector)
    assert client.get(f"/agency/cases/{case_id}/law").status_code == 404


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_panel_stands_in_a_browser(
    office: Office, visit: Opens, width: int, scheme: str
) -> None:
    debtor = new_debtor(kind=DebtorKind.CONSUMER)
    claim = new_claim(debtor=debtor, reminded_on=date(2026, 4, 1), reminded_channel="post")
    case_id = office.accepted_case(None, claim)
    window = visit(width, scheme)
    window.sign_in(office.collector)
    window.open(f"/agency/cases/{case_id}")
    window.open(f"/agency/cases/{case_id}/law")
