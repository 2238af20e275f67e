"""What becomes known late is charged anew: old charges are taken back, and money is shared again."""

from datetime import UTC, date, datetime

from agency.cases.models import Case
from agency.charges.dues import CHARGED, CHARGED_BACK
from agency.charges.services import book, owed, standing_charges
from agency.charges.why import Why
from agency.ledger.models import AccountKind, Entry
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance, owed_by_claim
from agency.payments.models import Allocation
from portal import clock
from portal.audit.models import Event
from portal.money import Money, total
from portal.web import get
from tests.agency.remittance.till import pay
from tests.office import Office, new_claim, new_debtor, rows

JUNE = datetime(2026, 6, 30, 12, tzinfo=UTC)


def test_a_payment_found_late_takes_interest_back(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(JUNE):
        before = book(get(Case, case_id), clock.today(), by="system")
    with clock.moved_to(JUNE):
        pay(office, case_id, Money.of(500), on=date(2026, 4, 1))
    with office.at_work(), clock.moved_to(JUNE):
        case = get(Case, case_id)
        after = owed(case, clock.today())
        # 31 days on 1,000 (2 March through 1 April) is 8.62; 150 costs and that are paid first.
        left = Money.of(1000) - (Money.of(500) - Money.of(150) - Money.of("8.62"))
        assert after.principal == left
        assert after.interest == Money.of("16.48")  # 90 days on 658.62 at 10.15 %
        assert after.interest < before.interest
        assert case.open_amount == after.total
        assert len(rows(Entry, Entry.case_id == case_id, Entry.kind == CHARGED_BACK)) == 1
        assert len(standing_charges(case)) == 1
        assert prove("EUR").holds


def test_charging_anew_twice_changes_nothing_more(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(JUNE):
        book(get(Case, case_id), clock.today(), by="system")
    with clock.moved_to(JUNE):
        pay(office, case_id, Money.of(500), on=date(2026, 4, 1))
    with office.at_work(), clock.moved_to(JUNE):
        entries = len(rows(Entry))
        book(get(Case, case_id), clock.today(), by="system", why=Why.LATE_PAYMENT)
        book(get(Case, case_id), clock.today(), by="system")
        assert len(rows(Entry)) == entries


def test_a_due_date_that_was_wrong_is_charged_anew_and_what_was_paid_is_shared_again(
    office: Office,
) -> None:
    case_id = office.accepted_case()
    with clock.moved_to(JUNE):
        pay(office, case_id)
    with office.at_work(), clock.moved_to(JUNE):
        case = get(Case, case_id)
        assert not case.is_open
        case.claims[0].due_on = date(2026, 4, 1)
        found = book(case, clock.today(), by=office.collector.user, why=Why.DUE_DATE)
        too_much = Money.of("33.65") - Money.of("25.03")  # 90 days instead of 121
        assert found.total == Money.zero()
        assert -account_balance(AccountKind.DEBTOR_FUNDS, "EUR") == too_much
        parts = rows(Allocation)
        assert total(part.received for part in parts) == Money.of("1183.65") - too_much
        assert total(part.fee for part in parts) == Money.of("176.25")  # 15 % of 1,175.03
        assert prove("EUR").holds
        [event] = rows(Event, Event.kind == "case.charged_anew")
        assert (event.data["reason"], event.data["interest"]) == ("due_date", "-8.62 EUR")


def test_what_one_claim_was_paid_in_excess_goes_to_the_next(office: Office) -> None:
    debtor = new_debtor()
    first = new_claim(debtor=debtor, principal=Money.of(100))
    second = new_claim(debtor=debtor, due_on=date(2026, 3, 20))
    case_id = office.accepted_case(None, first, second)
    with clock.moved_to(JUNE):
        pay(office, case_id, Money.of(300))
    with office.at_work(), clock.moved_to(JUNE):
        case = get(Case, case_id)
        case.claims[0].due_on = date(2026, 3, 10)
        book(case, clock.today(), by="system", why=Why.DUE_DATE)
        by_claim = owed_by_claim(case_id, "EUR")
        assert all(
            min(it.principal, it.interest, it.costs) >= Money.zero() for it in by_claim.values()
        )
        assert by_claim[first.id].total == Money.zero()
        assert account_balance(AccountKind.DEBTOR_FUNDS, "EUR") == Money.zero()
        assert total(part.received for part in rows(Allocation)) == Money.of(300)
        assert prove("EUR").holds


def test_new_claims_leave_the_costs_of_older_ones_as_they_are(office: Office) -> None:
    creditor, debtor = office.new_creditor(), new_debtor()
    case_id = office.accepted_case(creditor, new_claim(debtor=debtor, principal=Money.of(100)))
    with office.at_work(), clock.moved_to(JUNE):
        assert book(get(Case, case_id), clock.today(), by="system").collection_costs == Money.of(40)
    office.accepted_case(creditor, new_claim(debtor=debtor))
    with office.at_work(), clock.moved_to(JUNE):
        found = book(get(Case, case_id), clock.today(), by="system")
        assert [line.charge.costs for line in found.claims] == [Money.of(40), Money.of(125)]
        assert rows(Entry, Entry.kind == CHARGED_BACK) == []


def test_nothing_is_taken_back_while_only_time_passes(office: Office) -> None:
    case_id = office.accepted_case()
    for month in (4, 5, 6):
        with office.at_work(), clock.moved_to(datetime(2026, month, 1, 12, tzinfo=UTC)):
            book(get(Case, case_id), clock.today(), by="system", why=Why.LATE_FACT)
    with office.at_work():
        assert len(rows(Entry, Entry.kind == CHARGED)) == 3
        assert rows(Entry, Entry.kind == CHARGED_BACK) == []
