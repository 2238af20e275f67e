"""A placement opens a case, or joins the one the debtor has."""

from agency.cases.models import Case, Claim, Debtor
from portal.audit.models import Event
from portal.web import get
from tests.office import Office, new_claim, new_debtor, rows


def test_a_second_invoice_joins_the_debtors_open_case(office: Office) -> None:
    creditor, debtor = office.new_creditor(), new_debtor()
    first = office.place(creditor, new_claim(debtor=debtor))
    second = office.place(creditor, new_claim(debtor=debtor))
    assert first == second
    with office.at_work():
        assert len(get(Case, first).claims) == 2
        assert len(rows(Debtor)) == 1


def test_the_same_debtor_of_another_creditor_gets_a_case_of_its_own(office: Office) -> None:
    debtor = new_debtor()
    cases = {office.place(office.new_creditor(), new_claim(debtor=debtor)) for _ in range(2)}
    assert len(cases) == 2


def test_an_invoice_is_placed_once(office: Office) -> None:
    creditor, debtor = office.new_creditor(), new_debtor()
    claim = new_claim(debtor=debtor)
    office.place(creditor, claim, new_claim(debtor=debtor))
    office.place(creditor, claim, new_claim(debtor=debtor))
    with office.at_work():
        numbers = [c.invoice_no for c in rows(Claim)]
    assert len(numbers) == len(set(numbers)) == 3


def test_a_placement_is_told_of_in_the_audit_trail(office: Office) -> None:
    case_id = office.place(office.new_creditor())
    with office.at_work():
        kinds = [event.kind for event in rows(Event, Event.case_id == case_id)]
    assert kinds == ["case.opened", "claim.placed"]
