"""Rates by date without a gap: what was published, and for how long each row holds."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from agency.law.calendars import half_year_of, next_half_year, next_year
from agency.law.errors import PackError, RateMissing
from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import Row
from agency.law.vocabulary import Holds, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Row):
    """An interest rate in percent a year; `ratio` is the same as whole numbers, for exact sums.

    `reference` is the published rate that it was computed from, where it was.
    """

    percent: Decimal
    reference: Decimal | None = None
    ratio: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ratio", self.percent.as_integer_ratio())


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """The rates of one kind by date; `what` names them to people.

    A row holds for its half-year or year, and where the law says so until it is changed: then no
    longer than somebody has reviewed it.
    """

    what: str
    holds: Holds
    reviewed_through: date
    rates: tuple[Rate, ...]
    starts: tuple[date, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", tuple(rate.valid_from for rate in self.rates))

    def rate_on(self, day: date) -> tuple[Rate, date]:
        """The rate of a day, and the day on which it may change. RateMissing if unknown."""
        at = bisect_right(self.starts, day) - 1
        if at < 0 or self.rates[at].status is Status.PROJECTED:
            raise self.missing(day)
        until = self._ends(day)
        if self.holds is Holds.UNTIL_CHANGED:
            if day > self.reviewed_through:
                raise self.missing(day)
        elif self._ends(self.starts[at]) < until:
            raise self.missing(day)
        if at + 1 < len(self.starts):
            until = min(until, self.starts[at + 1])
        return self.rates[at], until

    def missing(self, day: date) -> RateMissing:
        """The refusal of a day that no usable row covers."""
        period = str(day.year) if self.holds is Holds.YEAR else half_year_of(day)
        return RateMissing(what=self.what, period=period)

    def with_rates(self, entered: tuple[Rate, ...]) -> "RateTable":
        """The table with further rates, each used only where no usable row of its own starts."""
        known = {rate.valid_from for rate in self.rates if rate.status is not Status.PROJECTED}
        usable = [rate for rate in self.rates if rate.valid_from in known]
        fresh = [rate for rate in entered if rate.valid_from not in known]
        return replace(self, rates=tuple(sorted(usable + fresh, key=lambda r: r.valid_from)))

    def _ends(self, day: date) -> date:
        """The first day after the period of a day for which a row must be known."""
        return next_year(day) if self.holds is Holds.YEAR else next_half_year(day)


def rate_table(table: Table, what: str, reviewed_through: date) -> RateTable:
    """The rates of a table; a row may start within a period, but none may be left out."""
    holds = table.choice("holds", Holds) if "holds" in table else Holds.HALF_YEAR
    made = RateTable(
        what=what,
        holds=holds,
        reviewed_through=reviewed_through,
        rates=in_order(
            [rate for block in table.tables("rates") for rate in _rates(block)],
            f"{table.where}.rates",
        ),
    )
    if holds is not Holds.UNTIL_CHANGED:
        _check_gaps(made, table.where)
    return made


def _rates(block: Table) -> Iterator[Rate]:
    """The rows of a block: a percent by date, all from one source."""
    values = block.table("percent")
    source, read_on = block.source(), block.day("read_on")
    status = block.choice("status", Status)
    block.close()
    for name in values.names():
        try:
            valid_from = date.fromisoformat(name)
        except ValueError:
            raise PackError(f"{values.where}: “{name}” is not a date.") from None
        yield Rate(
            valid_from=valid_from,
            percent=values.number(name),
            source=source,
            read_on=read_on,
            status=status,
        )


def _check_gaps(table: RateTable, where: str) -> None:
    following = next_year if table.holds is Holds.YEAR else next_half_year
    for earlier, later in pairwise(table.starts):
        expected = following(earlier)
        if later > expected:
            raise PackError(f"{where}.rates has a gap: no row starts on {expected}.")
