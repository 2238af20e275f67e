"""A debtor that paid one case too much and has another one of the same creditor."""

import uuid
from dataclasses import dataclass

from agency.cases.facts import DebtorFacts
from agency.cases.models import Case
from agency.charges.services import owed
from portal import clock
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import pay
from tests.office import Office, new_claim, new_debtor

TOO_MUCH = Money.of(80)


@dataclass(frozen=True)
class Overpaid:
    """The case that was paid too much, by which payment, and the other one."""

    office: Office
    creditor_id: uuid.UUID
    first: uuid.UUID
    payment_id: uuid.UUID
    second: uuid.UUID
    debtor: DebtorFacts


def overpaid(office: Office, amount: Money = TOO_MUCH) -> Overpaid:
    """So much more came in for a case than it owed; the next claim made a case of its own."""
    creditor_id, debtor = office.new_creditor(), new_debtor(locale="en")
    first = office.accepted_case(creditor_id, new_claim(debtor=debtor))
    payment_id = pay(office, first, owed_on(office, first) + amount)
    second = office.accepted_case(creditor_id, new_claim(debtor=debtor))
    assert second != first
    return Overpaid(office, creditor_id, first, payment_id, second, debtor)


def owed_on(office: Office, case_id: uuid.UUID) -> Money:
    """What a case owes today."""
    with office.at_work():
        return owed(get(Case, case_id), clock.today()).total


def kept_on(office: Office, case_id: uuid.UUID) -> Money:
    """What a case keeps for its debtor."""
    with office.at_work():
        balance = get(Case, case_id).balance
        assert balance is not None
        return balance.surplus
