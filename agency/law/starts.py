"""From which day interest runs: the day after the due date, or later where default comes first."""

from collections.abc import Sequence
from datetime import date

from agency.law.calendars import ONE_DAY
from agency.law.gates import Letter, cost_gate
from agency.law.packs import pack
from agency.law.vocabulary import DebtorKind, InterestKind


def interest_from(
    *,
    country: str,
    debtor: DebtorKind,
    kind: InterestKind,
    due_on: date,
    on: date,
    letters: Sequence[Letter] = (),
    small_creditor: bool = False,
    due_agreed: bool = False,
) -> date | None:
    """The first day that bears interest, as things stand on a day; None where none does yet.

    Against a Belgian consumer nothing runs until the free term of a reminder is over; then it runs
    from the day after that term, and for a small creditor from the day after sending (Book XIX). In
    Germany interest of default runs from default, unless the contract fixed the due date by the
    calendar: then from the day after it (BGB 286).
    """
    rule = pack(country).later_start
    waits = (
        rule is not None
        and kind in rule.kinds
        and debtor in rule.debtors
        and due_on >= rule.valid_from
        and not (due_agreed and rule.unless_due_agreed)
    )
    if rule is None or not waits:
        return due_on + ONE_DAY
    gate = cost_gate(debtor=debtor, due_on=due_on, letters=letters, country=country)
    if gate.charge_from is None or gate.charge_from > on:
        return None
    if not (small_creditor and rule.small_creditor_from_sending):
        return gate.charge_from
    return min(x.sent_on for x in letters if x.is_valid and x.sent_on > due_on) + ONE_DAY
