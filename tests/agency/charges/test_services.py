"""Interest and costs enter the books once, by the law's own figures."""

from datetime import UTC, date, datetime

from agency.cases.models import Case
from agency.charges.services import book, owed
from agency.law.vocabulary import DebtorKind
from agency.ledger.proving import prove
from portal import clock
from portal.money import Money
from portal.web import get
from tests.office import Office, new_claim, new_debtor


def test_a_business_owes_commercial_interest_and_the_tariff(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        found = owed(get(Case, case_id), date(2026, 6, 30))
    assert found.principal == Money.of(1000)
    assert found.collection_costs == Money.of(150)  # 15 % of the first 2,500
    assert found.interest == Money.of("33.65")  # 121 days at 10.15 % (2 March through 30 June)


def test_booking_twice_on_a_day_charges_once(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        first = book(get(Case, case_id), date(2026, 6, 30), by="system")
    with office.at_work():
        again = book(get(Case, case_id), date(2026, 6, 30), by="system")
        assert again.total == first.total == Money.of("1183.65")
        assert get(Case, case_id).open_amount == first.total
        assert prove("EUR").holds


def test_a_consumer_without_the_fourteen_day_letter_owes_no_costs(office: Office) -> None:
    debtor = new_debtor(kind=DebtorKind.CONSUMER, name="Anna de Wit")
    case_id = office.accepted_case(None, new_claim(debtor=debtor))
    with office.at_work():
        found = owed(get(Case, case_id), date(2026, 6, 30))
    assert not found.collection_costs
    assert found.interest == Money.of("13.26")  # 121 days at 4 %


def test_a_consumer_owes_costs_once_the_free_term_ran_out(office: Office) -> None:
    debtor = new_debtor(kind=DebtorKind.CONSUMER, name="Anna de Wit")
    claim = new_claim(debtor=debtor, reminded_on=date(2026, 3, 10), reminded_channel="email")
    case_id = office.accepted_case(None, claim)
    with office.at_work():
        case = get(Case, case_id)
        assert not owed(case, date(2026, 3, 24)).collection_costs
        assert owed(case, date(2026, 3, 25)).collection_costs == Money.of(150)


def test_interest_stands_still_where_the_next_rate_is_not_known(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        known = book(get(Case, case_id), date(2026, 12, 31), by="system")
    with office.at_work(), clock.moved_to(datetime(2027, 2, 1, tzinfo=UTC)):
        later = owed(get(Case, case_id), date(2027, 2, 1))
    assert later.interest == known.interest
    assert "2027" in later.claims[0].charge.law_missing


def test_a_claim_in_another_currency_than_the_law_bears_interest_but_no_costs(
    office: Office,
) -> None:
    case_id = office.accepted_case(None, new_claim(debtor=new_debtor(country="GB")))
    with office.at_work():
        found = owed(get(Case, case_id), date(2026, 6, 30))
    assert found.interest == Money.of("38.95")  # 121 days at 11.75 % (2 March through 30 June)
    assert not found.collection_costs
    assert "GBP" in found.claims[0].charge.law_missing


def test_a_german_debtor_owes_interest_only_from_default(office: Office) -> None:
    debtor = new_debtor(kind=DebtorKind.CONSUMER, name="Anna Schmidt", country="DE")
    case_id = office.accepted_case(None, new_claim(debtor=debtor))
    with office.at_work():
        found = owed(get(Case, case_id), date(2026, 6, 30))
    assert found.total == found.principal


def test_nothing_is_charged_where_the_law_of_a_country_is_not_known(office: Office) -> None:
    case_id = office.accepted_case(None, new_claim(debtor=new_debtor(country="ES")))
    with office.at_work():
        found = owed(get(Case, case_id), date(2026, 6, 30))
    assert found.total == found.principal == Money.of(1000)
    assert found.claims[0].charge.law_missing
