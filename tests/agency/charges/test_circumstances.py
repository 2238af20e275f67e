"""What the law of some countries asks of a claim changes what its debtor owes, and nothing else does."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from agency.cases.facts import NewClaim
from agency.cases.models import Case
from agency.charges.services import CaseOwed, book, owed
from agency.law.vocabulary import DebtorKind
from agency.ledger.proving import prove
from portal import clock
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import pay
from tests.office import Office, new_claim, new_debtor

CONSUMER, BUSINESS = DebtorKind.CONSUMER, DebtorKind.BUSINESS


def claim_in(country: str, kind: DebtorKind = CONSUMER, **facts: Any) -> NewClaim:
    return new_claim(debtor=new_debtor(kind=kind, country=country), **facts)


def owed_on(office: Office, on: date, *claims: NewClaim, creditor: Any = None) -> CaseOwed:
    case_id = office.accepted_case(creditor, *claims)
    with office.at_work(), clock.moved_to(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)):
        return owed(get(Case, case_id), on)


def letter(kind: str, sent_on: str) -> dict[str, str]:
    return {"kind": kind, "sent_on": sent_on, "channel": "post"}


BELGIAN = {"reminded_on": date(2026, 3, 10), "reminded_channel": "email"}


@pytest.mark.parametrize(
    ("principal", "lump_sum"), [("150", "20"), ("500", "65"), ("1000", "90"), ("50000", "2000")]
)
def test_a_belgian_consumer_owes_the_lump_sum_where_the_contract_says_so(
    office: Office, principal: str, lump_sum: str
) -> None:
    facts = {"principal": Money.of(principal), "costs_clause": True, **BELGIAN}
    case_id = office.accepted_case(None, claim_in("BE", **facts))
    with office.at_work():
        case = get(Case, case_id)
        assert not owed(case, date(2026, 3, 24)).collection_costs
        assert owed(case, date(2026, 3, 25)).collection_costs == Money.of(lump_sum)


def test_without_the_clause_a_belgian_consumer_owes_no_costs(office: Office) -> None:
    assert not owed_on(office, date(2026, 6, 30), claim_in("BE", **BELGIAN)).collection_costs


def test_a_contract_that_names_less_than_the_law_lets_is_kept(office: Office) -> None:
    claim = claim_in("BE", costs_clause=True, agreed_costs_minor=5000, **BELGIAN)
    assert owed_on(office, date(2026, 6, 30), claim).collection_costs == Money.of(50)
    share = claim_in("BE", costs_clause=True, agreed_costs_percent=3, **BELGIAN)
    assert owed_on(office, date(2026, 6, 30), share).collection_costs == Money.of(30)


def test_only_the_claims_with_the_clause_carry_belgian_costs(office: Office) -> None:
    debtor = new_debtor(kind=CONSUMER, country="BE")
    found = owed_on(
        office,
        date(2026, 6, 30),
        new_claim(debtor=debtor, costs_clause=True, **BELGIAN),
        new_claim(debtor=debtor, **BELGIAN),
    )
    assert sorted(str(it.charge.costs.decimal) for it in found.claims) == ["0.00", "90.00"]


NORWEGIAN = {
    "principal": Money.of(8000, "NOK"),
    "due_on": date(2026, 8, 1),
    "reminded_on": date(2026, 8, 20),
    "reminded_channel": "post",
}
DEMANDED = (letter("agency_demand", "2026-09-10"),)


def steps(found: CaseOwed) -> list[tuple[str, str]]:
    assert found.costs
    return [(str(line.step), str(line.amount.decimal)) for line in found.costs.lines]


@pytest.mark.parametrize(
    ("kind", "on", "lines"),
    [
        (CONSUMER, "2026-09-09", [("letter", "38.00")]),
        (CONSUMER, "2026-09-10", [("letter", "38.00"), ("work", "600.00")]),
        (CONSUMER, "2026-10-22", [("letter", "38.00"), ("work", "600.00")]),
        (CONSUMER, "2026-10-23", [("letter", "38.00"), ("work", "1200.00")]),
        (BUSINESS, "2026-10-22", [("letter", "38.00"), ("work", "900.00")]),
        (BUSINESS, "2026-10-23", [("letter", "38.00"), ("work", "1800.00")]),
    ],
)
def test_a_norwegian_debtor_owes_the_fee_after_the_agencys_demand(
    office: Office, kind: DebtorKind, on: str, lines: list[tuple[str, str]]
) -> None:
    claim = claim_in("NO", kind, letters=DEMANDED, **NORWEGIAN)
    assert steps(owed_on(office, date.fromisoformat(on), claim)) == lines


def test_norwegian_vat_comes_where_the_creditor_cannot_deduct_it(office: Office) -> None:
    claim = claim_in("NO", letters=DEMANDED, **NORWEGIAN)
    creditor = office.new_creditor(deducts_vat=False)
    found = owed_on(office, date(2026, 10, 1), claim, creditor=creditor)
    assert found.collection_costs == Money.of(38 + 600 + 150, "NOK")


def test_one_letter_about_two_claims_is_paid_once(office: Office) -> None:
    debtor = new_debtor(kind=CONSUMER, country="NO")
    two = [new_claim(debtor=debtor, letters=DEMANDED, **NORWEGIAN) for _ in range(2)]
    found = owed_on(office, date(2026, 10, 1), *two)
    assert steps(found) == [("letter", "38.00"), ("work", "1200.00")]  # The tier of 16,000.
    assert found.collection_costs == Money.of(1238, "NOK")


def test_what_a_demand_names_later_has_its_own_fee_but_not_the_same_letter_again(
    office: Office,
) -> None:
    debtor = new_debtor(kind=CONSUMER, country="NO")
    first = new_claim(debtor=debtor, letters=DEMANDED, **NORWEGIAN)
    later = (letter("agency_demand", "2026-10-01"),)
    second = new_claim(debtor=debtor, letters=later, **NORWEGIAN)
    found = owed_on(office, date(2026, 10, 1), first, second)
    assert steps(found) == [("letter", "38.00"), ("work", "600.00"), ("work", "600.00")]


def test_an_objection_with_reason_ends_norwegian_costs(office: Office) -> None:
    claim = claim_in("NO", letters=DEMANDED, disputed=True, **NORWEGIAN)
    assert not owed_on(office, date(2026, 10, 1), claim).collection_costs


def test_norwegian_work_stays_light_once_the_principal_was_paid(office: Office) -> None:
    claim = claim_in("NO", letters=DEMANDED, **NORWEGIAN)
    case_id = office.accepted_case(None, claim)
    with clock.moved_to(datetime(2026, 10, 10, 12, tzinfo=UTC)):
        with office.at_work():
            all_but_a_hundred = book(get(Case, case_id), clock.today(), by="system").total
        pay(office, case_id, all_but_a_hundred)
    with clock.moved_to(datetime(2026, 11, 20, 12, tzinfo=UTC)), office.at_work():
        found = owed(get(Case, case_id), clock.today())
        assert steps(found) == [("letter", "38.00"), ("work", "600.00")]
        assert prove("NOK").holds


def test_norwegian_costs_stand_still_where_nobody_reviewed_the_rules(office: Office) -> None:
    claim = claim_in("NO", letters=DEMANDED, interest_basis="none", **NORWEGIAN)
    found = owed_on(office, date(2027, 3, 1), claim)
    assert steps(found) == [("letter", "38.00"), ("work", "1200.00")]
    assert "reviewed" in found.claims[0].charge.law_missing


GERMAN = {"due_on": date(2026, 8, 1), "reminded_on": date(2026, 9, 1), "reminded_channel": "post"}
FIRST, SECOND = letter("agency_demand", "2026-09-01"), letter("agency_demand", "2026-09-20")


@pytest.mark.parametrize(
    ("letters", "facts", "lines"),
    [
        ((FIRST,), {}, [("fee", "46.50"), ("expenses", "9.30")]),
        ((FIRST, SECOND), {}, [("fee", "83.70"), ("expenses", "16.74")]),
        ((FIRST,), {"disputed": True}, [("fee", "120.90"), ("expenses", "20.00")]),
    ],
)
def test_a_german_debtor_pays_for_the_work_that_was_needed(
    office: Office,
    letters: tuple[dict[str, str], ...],
    facts: dict[str, Any],
    lines: list[tuple[str, str]],
) -> None:
    claim = claim_in("DE", letters=letters, **facts, **GERMAN)
    assert steps(owed_on(office, date(2026, 9, 30), claim)) == lines
    assert owed_on(office, date(2026, 9, 19), claim_in("DE", letters=letters, **GERMAN)).costs


def test_a_second_german_letter_costs_nothing_before_it_went(office: Office) -> None:
    claim = claim_in("DE", BUSINESS, letters=(FIRST, SECOND), **GERMAN)
    assert steps(owed_on(office, date(2026, 9, 19), claim))[0] == ("fee", "46.50")


def test_german_interest_runs_from_an_agreed_due_date(office: Office) -> None:
    agreed = claim_in("DE", due_agreed=True)
    found = owed_on(office, date(2026, 6, 30), agreed)
    assert found.interest == Money.of("20.79")  # 121 days at 6.27 %
    assert not owed_on(office, date(2026, 6, 30), claim_in("DE")).interest


def test_dutch_law_asks_for_none_of_it(office: Office) -> None:
    plain = owed_on(office, date(2026, 6, 30), new_claim())
    told = new_claim(costs_clause=True, agreed_costs_minor=100, disputed=True, letters=DEMANDED)
    assert owed_on(office, date(2026, 6, 30), told).total == plain.total


def test_an_american_debtor_owes_costs_only_as_agreed(office: Office) -> None:
    dollars = {"principal": Money.of(1000, "USD")}
    assert not owed_on(office, date(2026, 6, 30), claim_in("US", **dollars)).collection_costs
    agreed = claim_in("US", agreed_costs_minor=7500, **dollars)
    assert owed_on(office, date(2026, 6, 30), agreed).collection_costs == Money.of(75, "USD")
