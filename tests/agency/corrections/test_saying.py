"""What a claim says of its interest, its contract and its goods can be mended, with what hangs on it."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from agency.cases.models import Case, Claim
from agency.charges.services import book, owed
from agency.compliance.records import Subjects
from agency.corrections.drafts import Draft, effect_of
from agency.corrections.models import Correction, CorrectionKind
from agency.corrections.personal import RECORDS
from agency.corrections.services import change
from agency.law.vocabulary import DebtorKind
from agency.ledger.proving import prove
from portal import clock
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, new_claim, new_debtor, open_office, rows

JUNE = datetime(2026, 6, 30, 12, tzinfo=UTC)
BELGIAN = {"reminded_on": date(2026, 3, 10), "reminded_channel": "email"}


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def case_in(office: Office, country: str, **facts: Any) -> Any:
    debtor = new_debtor(kind=DebtorKind.CONSUMER, country=country)
    return office.accepted_case(None, new_claim(debtor=debtor, **facts))


def test_agreed_interest_is_charged_anew_and_the_preview_said_so(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(JUNE):
        case = get(Case, case_id)
        book(case, clock.today(), by="system")
        says = {"interest_basis": "agreed", "agreed_percent": Decimal(5), "agreed_from": None}
        seen = effect_of(case, Draft(claim=case.claims[0], says=says))
        assert (seen.before.interest, seen.after.interest) == (Money.of("33.65"), Money.of("16.58"))
        made = change(
            case.claims[0], CorrectionKind.INTEREST, says, why="Contract", by=office.manager.user
        )
        assert made is not None
        assert made.changes == {
            "interest_basis": ["law", "agreed"],
            "agreed_percent": [None, "5"],
        }
        found = owed(case, clock.today())
        assert (found.interest, case.open_amount) == (seen.after.interest, found.total)
        assert prove("EUR").holds
        assert not change(
            case.claims[0], CorrectionKind.INTEREST, says, why="Again", by=office.manager.user
        )


def test_a_clause_found_later_brings_belgian_costs(office: Office) -> None:
    case_id = case_in(office, "BE", **BELGIAN)
    with office.at_work(), clock.moved_to(JUNE):
        case = get(Case, case_id)
        book(case, clock.today(), by="system")
        by = office.manager.user
        says = {"costs_clause": True}
        change(case.claims[0], CorrectionKind.CIRCUMSTANCES, says, why="Terms", by=by)
        assert owed(case, clock.today()).collection_costs == Money.of(90)
        change(
            case.claims[0],
            CorrectionKind.CIRCUMSTANCES,
            {"costs_clause": False},
            why="Other terms",
            by=by,
        )
        assert not owed(case, clock.today()).collection_costs
        assert case.open_amount == owed(case, clock.today()).total
        assert prove("EUR").holds


def test_agreed_interest_never_runs_before_the_claim_was_overdue(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), pytest.raises(Refused, match="day after the due date"):
        change(
            get(Case, case_id).claims[0],
            CorrectionKind.INTEREST,
            {"interest_basis": "agreed", "agreed_percent": 5, "agreed_from": date(2026, 3, 1)},
            why="Contract",
            by=office.manager.user,
        )


def address_of(office: Office, case_id: Any) -> str:
    with office.at_work():
        claim = get(Case, case_id).claims[0]
        return f"/agency/cases/{case_id}/claims/{claim.id}"


def test_the_interest_is_shown_first_and_then_corrected(office: Office) -> None:
    address = address_of(office, office.accepted_case())
    client = office.sign_in(office.manager)
    form = {"interest_basis": "agreed", "agreed_percent": "5,5", "why": "The signed contract"}
    assert "What it changes" in client.post(f"{address}/interest", data=form).text
    done = client.post(f"{address}/interest", data={**form, "step": "make"})
    page = words(client.get(done.headers["Location"]).text)
    assert "corrected which interest runs" in page
    assert "agreed interest of 5.5 %" in page
    panel = words(client.get(re.sub(r"/claims/.*", "/corrections", address)).text)
    assert "Interest: by law became as agreed" in panel
    assert "Agreed rate: – became 5.5 %" in panel


@pytest.mark.parametrize(
    "form",
    [
        {"interest_basis": "agreed", "why": "No rate"},
        {"interest_basis": "agreed", "agreed_percent": "80", "why": "A rate a month"},
        {"interest_basis": "agreed", "agreed_percent": "8"},
        {"interest_basis": "guess", "why": "Nonsense"},
    ],
)
def test_interest_that_makes_no_sense_is_refused(office: Office, form: dict[str, str]) -> None:
    address = address_of(office, office.accepted_case())
    assert office.sign_in(office.manager).post(f"{address}/interest", data=form).status_code == 422


def test_a_belgian_claim_is_asked_for_its_clause_and_charged_by_it(office: Office) -> None:
    address = address_of(office, case_in(office, "BE", **BELGIAN))
    client = office.sign_in(office.manager)
    page = client.get(f"{address}/circumstances").text
    assert "The contract lets costs be charged" in page
    assert "Reminder (purring)" not in page
    form = {"costs_clause": "true", "agreed_costs": "5%", "why": "The terms of sale"}
    assert "€50.00" in words(client.post(f"{address}/circumstances", data=form).text)
    assert client.post(f"{address}/circumstances", data={**form, "step": "make"}).status_code == 302
    kept = client.get(f"{address}/circumstances").text
    assert 'value="5%"' in kept
    panel = words(client.get(re.sub(r"/claims/.*", "/corrections", address)).text)
    assert "The contract lets costs be charged: no became yes" in panel
    bad = client.post(f"{address}/circumstances", data={**form, "agreed_costs": "much"})
    assert bad.status_code == 422


def test_norwegian_letters_of_the_creditor_join_those_of_the_agency(office: Office) -> None:
    sent = {"kind": "agency_demand", "sent_on": "2026-09-01", "channel": "post"}
    address = address_of(office, case_in(office, "NO", letters=(sent,)))
    client = office.sign_in(office.manager)
    form = {"reminder_on": "2026-04-01", "why": "The creditor's file", "step": "make"}
    assert client.post(f"{address}/circumstances", data=form).status_code == 302
    with office.at_work():
        kinds = [letter["kind"] for letter in rows(Claim)[0].letters]
    assert kinds == ["reminder", "agency_demand"]


def test_dutch_law_asks_nothing_besides(office: Office) -> None:
    address = address_of(office, office.accepted_case())
    client = office.sign_in(office.manager)
    assert "asks nothing of this claim" in client.get(f"{address}/circumstances").text
    panel = client.get(re.sub(r"/claims/.*", "/corrections", address)).text
    assert "circumstances" not in panel


def test_a_description_is_mended_without_touching_the_books(office: Office) -> None:
    address = address_of(office, office.accepted_case())
    client = office.sign_in(office.manager)
    assert client.post(f"{address}/description", data={"why": "Nothing"}).status_code == 422
    form = {"description": "Bread, deliveries in January", "why": "The debtor asked"}
    done = client.post(f"{address}/description", data=form)
    assert "Bread, deliveries in January" in client.get(done.headers["Location"]).text
    with office.at_work():
        made = rows(Correction)[0]
        assert made.changes["description"][0] == "Deliveries in January"


def test_nobody_else_corrects_it(office: Office) -> None:
    address = address_of(office, office.accepted_case())
    stranger = open_office(office.app)
    client = stranger.sign_in(stranger.manager)
    for what in ("interest", "circumstances", "description"):
        assert client.get(f"{address}/{what}").status_code == 404
        assert client.post(f"{address}/{what}").status_code == 404


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_pages_stand_in_a_browser(
    office: Office, visit: Opens, width: int, scheme: str
) -> None:
    address = address_of(office, case_in(office, "BE", **BELGIAN))
    window = visit(width, scheme)
    window.sign_in(office.manager)
    for what in ("interest", "circumstances", "description"):
        window.open(f"{address}/{what}")
    window.open(re.sub(r"/claims/.*", "/corrections", address))


def test_what_a_claim_was_for_is_told_to_the_debtor_and_erased_with_the_file(
    office: Office,
) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        case = get(Case, case_id)
        by = office.manager.user
        says = {"description": "Bread for Anna"}
        change(case.claims[0], CorrectionKind.DESCRIPTION, says, why="Asked", by=by)
        change(
            case.claims[0],
            CorrectionKind.INTEREST,
            {"interest_basis": "none"},
            why="Kindness",
            by=by,
        )
        them = Subjects([case.debtor_id], [case.id])
        found = RECORDS.tell(them).rows
        assert "Deliveries in January → Bread for Anna" in str(found[0]["changes"])
        RECORDS.erase(them)
    with office.at_work():
        described, interest = rows(Correction)
        assert (described.changes, described.why != "Asked") == ({}, True)
        assert interest.changes == {"interest_basis": ["law", "none"]}
