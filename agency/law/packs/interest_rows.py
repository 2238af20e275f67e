"""Interest as data: how each kind runs, and its rates by half-year without a gap."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from agency.law.calendars import half_year_of, next_half_year
from agency.law.errors import PackError, RateMissing
from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import Row
from agency.law.vocabulary import Compounding, InterestKind, RateFixing, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Row):
    """An interest rate in percent a year; `ratio` is the same as whole numbers, for exact sums."""

    percent: Decimal
    ratio: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ratio", self.percent.as_integer_ratio())


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestRule:
    """How one kind of interest runs, and its rates by half-year (none where it is agreed)."""

    country: str
    kind: InterestKind
    article: str
    compounding: Compounding
    rate_fixing: RateFixing
    rates: tuple[Rate, ...]
    starts: tuple[date, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", tuple(rate.valid_from for rate in self.rates))

    def rate_on(self, day: date) -> tuple[Rate, date]:
        """The rate of a day, and the day on which it may change. RateMissing if unknown."""
        at = bisect_right(self.starts, day) - 1
        until = next_half_year(day)
        if at < 0 or next_half_year(self.starts[at]) < until:
            raise self._missing(day)
        rate = self.rates[at]
        if rate.status is Status.PROJECTED:
            raise self._missing(day)
        if at + 1 < len(self.starts):
            until = min(until, self.starts[at + 1])
        return rate, until

    def _missing(self, day: date) -> RateMissing:
        what = f"{self.country} {self.kind} interest rate ({self.article})"
        return RateMissing(what=what, period=half_year_of(day))


def interest_rules(top: Table, country: str) -> Mapping[InterestKind, InterestRule]:
    """How each kind of interest runs, from a table by kind."""
    rules = {}
    for name, table in top.named("interest").items():
        if name not in set(InterestKind):
            raise PackError(f"{table.where} is no kind of interest.")
        rules[InterestKind(name)] = InterestRule(
            country=country,
            kind=InterestKind(name),
            article=table.text("article"),
            compounding=table.choice("compounding", Compounding),
            rate_fixing=table.choice("rate_fixing", RateFixing),
            rates=_rates(table) if "rates" in table else (),
        )
        table.close()
    return MappingProxyType(rules)


def _rates(table: Table) -> tuple[Rate, ...]:
    """The rates of one kind; a second row may start within a half-year, but none may be left out."""
    rows = [row.dated(Rate, percent=_percent(row)) for row in table.tables("rates")]
    rates = in_order(rows, f"{table.where}.rates")
    for earlier, later in pairwise(rates):
        expected = next_half_year(earlier.valid_from)
        within = half_year_of(earlier.valid_from) == half_year_of(later.valid_from)
        if later.valid_from != expected and not within:
            raise PackError(f"{table.where}.rates has a gap: no row starts on {expected}.")
    return rates


def _percent(row: Table) -> Decimal:
    """The rate as it was published, or the reference rate and what the law adds to it."""
    if "reference" in row:
        return row.number("reference") + row.number("plus")
    return row.number("percent")
