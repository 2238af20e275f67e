"""The interest that a debtor owes: by law or by agreement, from the day on which it may run."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from agency.law.agreed import agreed_rate
from agency.law.calendars import ONE_DAY
from agency.law.gates import Letter
from agency.law.interest import Interest, Reduction, interest, kind_for
from agency.law.rates import PACK_RATES, RateBook
from agency.law.starts import interest_from
from agency.law.vocabulary import DebtorKind, InterestKind
from portal.money import Money


def owed_interest(
    principal: Money,
    *,
    country: str,
    debtor: DebtorKind,
    due_on: date,
    until: date,
    payments: Sequence[Reduction] = (),
    letters: Sequence[Letter] = (),
    small_creditor: bool = False,
    due_agreed: bool = False,
    agreed_percent: Decimal | None = None,
    agreed_from: date | None = None,
    obligation_on: date | None = None,
    rates: RateBook = PACK_RATES,
) -> Interest:
    """Interest through a day as the law lets this debtor owe it; nothing where it owes none.

    `due_agreed`: the contract fixed the due date by the calendar; `small_creditor`: a small firm.
    Without an agreed rate the law's own kind runs, if it gives one; an agreed rate above what a
    clause may ask gives way to the one that the law puts in its place, and none runs before
    `agreed_from`. Errors as of `interest`.
    """
    kind, percent = kind_for(debtor, country), None
    if agreed_percent is not None:
        agreed = agreed_rate(
            agreed_percent, country=country, debtor=debtor, on=due_on + ONE_DAY, rates=rates
        )
        kind = agreed.kind
        percent = agreed.percent if kind is InterestKind.CONTRACTUAL else None
    if kind is InterestKind.NONE:
        return Interest(Money.zero(principal.currency), ())
    first = interest_from(
        country=country,
        debtor=debtor,
        kind=kind,
        due_on=due_on,
        on=until,
        letters=letters,
        small_creditor=small_creditor,
        due_agreed=due_agreed,
    )
    if first is not None and agreed_from is not None:
        first = max(first, agreed_from)
    if first is None:
        return Interest(Money.zero(principal.currency), ())
    return interest(
        principal,
        kind=kind,
        due_on=first - ONE_DAY,
        until=until,
        payments=payments,
        country=country,
        agreed_percent=percent,
        obligation_on=obligation_on or due_on,
        rates=rates,
    )
