"""From which day interest runs: the day after the due date, or later where default comes first."""

from collections.abc import Sequence
from datetime import date

from agency.law.calendars import ONE_DAY
from agency.law.gates import Letter, cost_gate
from agency.law.packs import pack
from agency.law.vocabulary import DebtorKind


def interest_from(
    *,
    country: str,
    debtor: DebtorKind,
    due_on: date,
    on: date,
    letters: Sequence[Letter] = (),
    small_creditor: bool = False,
    due_agreed: bool = False,
) -> date | None:
    """The first day that bears interest, as things stand on a day; None where none does yet.

    Against a Belgian consumer nothing runs until the free term of a reminder is over; then it runs
    from the day after that term, and for a small creditor from the day after sending (Book XIX). In
    Germany it runs from default, unless the contract fixed the due date by the calendar: then from
    the day after it (BGB 286).
    """
    rule = pack(country).later_start
    if rule is None or debtor not in rule.debtors or due_on < rule.valid_from:
        return due_on + ONE_DAY
    if due_agreed and rule.unless_due_agreed:
        return due_on + ONE_DAY
    gate = cost_gate(debtor=debtor, due_on=due_on, letters=letters, country=country)
    if gate.charge_from is None or gate.charge_from > on:
        return None
    if not (small_creditor and rule.small_creditor_from_sending):
        return gate.charge_from
    return min(x.sent_on for x in letters if x.is_valid and x.sent_on > due_on) + ONE_DAY
