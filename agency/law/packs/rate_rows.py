"""Rates by date without a gap: what was published, and for how long each row holds."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from agency.law.calendars import ONE_DAY, half_year_of, next_half_year, next_year
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


class Period(NamedTuple):
    """The days from one up to but not including another, and the rate that holds on them."""

    start: date
    end: date
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """The rates of one kind by date; `what` names them to people.

    A row holds for its half-year or year, and where the law says so until it is changed: then no
    longer than somebody has reviewed it, or for the half-year for which people entered it. A
    projected row holds on no day.
    """

    what: str
    holds: Holds
    reviewed_through: date
    rates: tuple[Rate, ...]
    periods: tuple[Period, ...] = field(init=False)
    starts: tuple[date, ...] = field(init=False)

    def __post_init__(self) -> None:
        following = [*(rate.valid_from for rate in self.rates[1:]), date.max]
        periods = tuple(
            Period(rate.valid_from, min(self._ends(rate.valid_from), until), rate)
            for rate, until in zip(self.rates, following, strict=False)
            if rate.status is not Status.PROJECTED
        )
        object.__setattr__(self, "periods", periods)
        object.__setattr__(self, "starts", tuple(period.start for period in periods))

    def period_on(self, day: date) -> Period:
        """The period that holds a day. RateMissing if none does."""
        at = bisect_right(self.starts, day) - 1
        if at < 0 or self.periods[at].end <= day:
            raise self.missing(day)
        return self.periods[at]

    def rate_on(self, day: date) -> tuple[Rate, date]:
        """The rate of a day, and the day on which it may change. RateMissing if unknown."""
        _, end, rate = self.period_on(day)
        return rate, end

    def missing(self, day: date) -> RateMissing:
        """The refusal of a day that no usable row covers."""
        period = str(day.year) if self.holds is Holds.YEAR else half_year_of(day)
        return RateMissing(what=self.what, period=period)

    def with_rates(self, entered: tuple[Rate, ...]) -> "RateTable":
        """The table with further rates, each used only from a day that no usable row covers."""
        usable = [period.rate for period in self.periods]
        fresh = [rate for rate in entered if not self._covers(rate.valid_from)]
        return replace(self, rates=tuple(sorted(usable + fresh, key=lambda r: r.valid_from)))

    def _covers(self, day: date) -> bool:
        at = bisect_right(self.starts, day) - 1
        return at >= 0 and day < self.periods[at].end

    def _ends(self, day: date) -> date:
        """The first day for which a row that starts on `day` does not hold any more."""
        match self.holds:
            case Holds.HALF_YEAR:
                return next_half_year(day)
            case Holds.YEAR:
                return next_year(day)
            case Holds.UNTIL_CHANGED:
                reviewed = day <= self.reviewed_through
                return self.reviewed_through + ONE_DAY if reviewed else next_half_year(day)


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
