"""A claim that was wrong is mended: the books follow, and money that was paid finds its place."""

from datetime import UTC, date, datetime

import pytest

from agency.cases.models import Case, Claim, ClosureReason
from agency.cases.queries import closure_of
from agency.charges.services import book, owed
from agency.corrections.drafts import Draft, effect_of
from agency.corrections.models import Correction
from agency.corrections.services import correct_due_date, enter_credit_note, withdraw
from agency.ledger.models import AccountKind, Entry
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments.models import Allocation
from portal import clock
from portal.errors import Refused
from portal.money import Money, total
from portal.web import get
from tests.agency.remittance.till import pay
from tests.office import Office, new_claim, new_debtor, rows

JUNE = datetime(2026, 6, 30, 12, tzinfo=UTC)
FROM_THE_START = date(2026, 2, 1)


def credit(office: Office, claim: Claim, amount: str, since: date, reference: str = "C-1") -> None:
    enter_credit_note(
        claim,
        Money.of(amount),
        reference=reference,
        counts_from=since,
        why="Returned goods",
        by=office.manager.user,
    )


def test_a_credit_note_lowers_the_base_from_its_day(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(JUNE):
        case = get(Case, case_id)
        book(case, clock.today(), by="system")
        credit(office, case.claims[0], "200", date(2026, 5, 1))
        found = owed(case, clock.today())
        assert (found.principal, found.collection_costs) == (Money.of(800), Money.of(150))
        assert found.interest == Money.of("30.31")  # 61 days on 1,000 and 60 on 800
        assert case.open_amount == found.total
        assert prove("EUR").holds


def test_what_was_never_owed_carries_neither_interest_nor_costs(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(JUNE):
        case = get(Case, case_id)
        book(case, clock.today(), by="system")
        credit(office, case.claims[0], "200", FROM_THE_START)
        found = owed(case, clock.today())
        assert found.collection_costs == Money.of(120)
        assert found.interest == Money.of("26.92")  # 121 days on 800


def test_a_credit_note_on_a_paid_claim_is_kept_for_the_debtor(office: Office) -> None:
    case_id = office.accepted_case()
    with clock.moved_to(JUNE):
        pay(office, case_id, Money.of(1100))
        with office.at_work():
            case = get(Case, case_id)
            credit(office, case.claims[0], "200", FROM_THE_START)
            assert closure_of(case).reason == ClosureReason.PAID  # type: ignore[union-attr]
            owed_in_all = Money.of("800") + Money.of(120) + Money.of("26.92")
            assert -account_balance(AccountKind.DEBTOR_FUNDS, "EUR") == Money.of(1100) - owed_in_all
            assert total(part.received for part in rows(Allocation)) == owed_in_all
            assert total(part.fee for part in rows(Allocation)) == Money.of("142.04")
            assert prove("EUR").holds


def test_the_preview_is_what_then_happens(office: Office) -> None:
    debtor = new_debtor()
    case_id = office.accepted_case(
        None, new_claim(debtor=debtor), new_claim(debtor=debtor, due_on=date(2026, 4, 1))
    )
    with clock.moved_to(JUNE):
        pay(office, case_id, Money.of(900), on=date(2026, 5, 5))
        with office.at_work():
            case = get(Case, case_id)
            claim = case.claims[0]
            draft = Draft(claim=claim, credited=Money.of(700), counts_from=date(2026, 6, 1))
            entries, seen = len(rows(Entry)), effect_of(case, draft)
            assert len(rows(Entry)) == entries
            assert seen.before.open == owed(case, clock.today()).total
            credit(office, claim, "700", date(2026, 6, 1))
            found = owed(case, clock.today())
            assert (seen.after.open, seen.after.paid) == (found.total, found.paid)
            assert seen.after.principal == Money.of(1300)
            assert case.open_amount == found.total


def test_the_same_credit_note_is_entered_once(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(JUNE):
        claim = get(Case, case_id).claims[0]
        credit(office, claim, "200", FROM_THE_START)
        with pytest.raises(Refused, match="already"):
            credit(office, claim, "200", FROM_THE_START)
        with pytest.raises(Refused, match="cannot be more"):
            credit(office, claim, "900", FROM_THE_START, "C-2")
        assert len(rows(Correction)) == 1


def test_another_due_date_moves_the_interest(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(JUNE):
        case = get(Case, case_id)
        book(case, clock.today(), by="system")
        claim = case.claims[0]
        correct_due_date(
            claim, date(2026, 4, 1), why="The contract says so", by=office.manager.user
        )
        assert owed(case, clock.today()).interest == Money.of("25.03")  # 90 days
        again = correct_due_date(claim, date(2026, 4, 1), why="Again", by=office.manager.user)
        assert again is None
        with pytest.raises(Refused, match="invoice date"):
            correct_due_date(claim, date(2026, 1, 1), why="?", by=office.manager.user)
        with pytest.raises(Refused, match="not overdue"):
            correct_due_date(claim, date(2026, 7, 9), why="?", by=office.manager.user)


def test_a_withdrawn_claim_leaves_nothing_behind(office: Office) -> None:
    debtor = new_debtor()
    wrong, right = new_claim(debtor=debtor), new_claim(debtor=debtor, due_on=date(2026, 4, 1))
    case_id = office.accepted_case(None, wrong, right)
    with clock.moved_to(JUNE):
        pay(office, case_id, Money.of(900))
        with office.at_work():
            case = get(Case, case_id)
            withdraw(get(Claim, wrong.id), why="Sent twice", by=office.manager.user)
            found = owed(case, clock.today())
            assert [line.claim.id for line in found.claims] == [right.id]
            assert found.paid == Money.of(900)
            assert found.total == Money.of("1175.03") - Money.of(900)
            assert case.open_amount == found.total
            assert rows(Entry, Entry.kind == "charged.reversed")
            with pytest.raises(Refused, match="only claim"):
                withdraw(get(Claim, right.id), why="?", by=office.manager.user)
            assert prove("EUR").holds


def test_a_case_without_a_pack_takes_a_credit_note_and_charges_nothing(office: Office) -> None:
    case_id = office.accepted_case(None, new_claim(debtor=new_debtor(country="IT")))
    with office.at_work(), clock.moved_to(JUNE):
        case = get(Case, case_id)
        credit(office, case.claims[0], "200", FROM_THE_START)
        assert case.open_amount == Money.of(800)
        assert owed(case, clock.today()).claims[0].charge.law_missing


def test_a_withdrawal_after_a_credit_note_takes_every_charge_along(office: Office) -> None:
    debtor = new_debtor()
    wrong, right = new_claim(debtor=debtor), new_claim(debtor=debtor, due_on=date(2026, 4, 1))
    case_id = office.accepted_case(None, wrong, right)
    with clock.moved_to(JUNE), office.at_work():
        case, claim = get(Case, case_id), get(Claim, wrong.id)
        credit(office, claim, "600", date(2026, 6, 1))
        seen = effect_of(case, Draft(claim=claim, withdrawn=True))
        withdraw(claim, why="Sent twice", by=office.manager.user)
        found = owed(case, clock.today())
        assert seen.after.open == found.total == case.open_amount == Money.of("1175.03")
        entries = len(rows(Entry))
        book(case, clock.today(), by="system")
        assert len(rows(Entry)) == entries
