"""The fixed sum for paying late, as data: by date, and in some countries by the size of the debt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agency.law.calendars import half_year_of, next_half_year
from agency.law.errors import LawMissing, PackError
from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import Row, in_force
from agency.law.vocabulary import Holds
from portal.money import Money


@dataclass(frozen=True, slots=True)
class Sum:
    """What a debt below an amount (None: any) is compensated with."""

    below: Money | None
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation(Row):
    """The fixed sum that a business owes for paying late, without any reminder."""

    article: str
    sums: tuple[Sum, ...]

    @property
    def amount(self) -> Money:
        """The least that any debt is compensated with."""
        return self.sums[0].amount

    def amount_for(self, debt: Money) -> Money:
        """What a debt is compensated with."""
        return next(row.amount for row in self.sums if row.below is None or debt < row.below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensations:
    """The fixed sums of a country by date."""

    name: str
    holds: Holds
    rows: tuple[Compensation, ...]

    def on(self, day: date) -> Compensation:
        """The sum of a day. LawMissing where none is known, by the name of the half-year."""
        found = in_force(self.rows, day)
        ended = (
            found
            and self.holds is Holds.HALF_YEAR
            and next_half_year(found.valid_from) != next_half_year(day)
        )
        if found is None or ended:
            raise LawMissing(
                "The fixed compensation of %(country)s for %(period)s is not known. "
                "Enter the published sum with its source first.",
                country=self.name,
                period=half_year_of(day),
            )
        return found


def compensations(table: Table, name: str, currency: str) -> Compensations:
    """The fixed sums for paying late, by date."""
    article = table.text("article")
    holds = table.choice("holds", Holds) if "holds" in table else Holds.UNTIL_CHANGED
    rows = [
        row.dated(Compensation, article=article, sums=_sums(row, currency))
        for row in table.tables("rows")
    ]
    table.close()
    return Compensations(name=name, holds=holds, rows=in_order(rows, table.where))


def _sums(row: Table, currency: str) -> tuple[Sum, ...]:
    if "amount" in row:
        return (Sum(None, row.money("amount", currency)),)
    sums: list[Sum] = []
    for part in row.tables("sums"):
        below = part.money("below", currency) if "below" in part else None
        sums.append(Sum(below, part.money("amount", currency)))
        part.close()
    _check_rising(sums, row.where)
    return tuple(sums)


def _check_rising(sums: Sequence[Sum], where: str) -> None:
    ends = [part.below for part in sums]
    if not ends or ends[-1] is not None:
        raise PackError(f"{where}: the last sum must have no end.")
    rising = [end for end in ends if end is not None]
    if len(rising) != len(ends) - 1 or sorted(set(rising), key=lambda m: m.minor) != rising:
        raise PackError(f"{where}: the sums do not rise.")
