"""The shapes of a pack's rows; each says since when it holds, its source, and how sure it is."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from agency.law.calendars import SUNDAY, half_year_of, next_half_year, public_holidays
from agency.law.errors import LawMissing, RateMissing
from agency.law.vocabulary import (
    Channel,
    ClaimKind,
    Compounding,
    DebtorKind,
    InterestKind,
    InterruptionKind,
    RateFixing,
    Status,
)
from portal.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A statement of law with its provenance."""

    valid_from: date
    source: str
    read_on: date
    status: Status


Dated = TypeVar("Dated", bound=Row)


def in_force(rows: Sequence[Dated], on: date) -> Dated | None:
    """The latest usable row that has started by a day; a projected row is never in force."""
    found = None
    for row in rows:
        if row.valid_from <= on and row.status is not Status.PROJECTED:
            found = row
    return found


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


@dataclass(frozen=True, slots=True)
class Band:
    """The part of a principal over one amount and up to another (None: no end), and its percent."""

    over: Money
    up_to: Money | None
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff(Row):
    """Collection costs by bands of the principal, between a least and a most."""

    article: str
    minimum: Money
    maximum: Money
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringCap(Row):
    """The most that small instalments of one contract may cost within so many months."""

    article: str
    instalment_below: Money
    maximum: Money
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation(Row):
    """The fixed sum that a business owes for paying late, without any reminder."""

    article: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRules:
    """Everything about collection costs in a country."""

    article: str
    aggregation_article: str
    vat_article: str
    gate_article: str
    tariffs: tuple[Tariff, ...]
    recurring_caps: tuple[RecurringCap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRate(Row):
    """The standard rate of VAT, in percent, and the name it goes by on an invoice."""

    percent: Decimal
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeDay(Row):
    """A day that a decree made equal to a public holiday; `valid_from` is the day itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRules:
    """Which days are holidays: categories of the `holidays` package, and days named by decree."""

    country: str
    article: str
    categories: tuple[str, ...]
    decree_days: frozenset[date]

    def is_holiday(self, day: date) -> bool:
        """Whether a day is a holiday in the law of the country; Sundays are not counted as such."""
        return day in self.decree_days or day in public_holidays(
            self.country, day.year, self.categories
        )

    def is_rest_day(self, day: date) -> bool:
        """Whether a day is a Sunday or a holiday."""
        return day.weekday() == SUNDAY or self.is_holiday(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWindow(Row):
    """Between which hours a debtor may be approached, and whether on rest days."""

    article: str
    debtor: DebtorKind
    channels: tuple[Channel, ...]
    from_hour: int
    before_hour: int
    rest_days: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Row):
    """When a notice is presumed received: so many counted days after sending."""

    article: str
    channel: Channel
    days: int
    not_counted: tuple[int, ...]
    skips_holidays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTerm(Row):
    """The free term that a notice must give, counted from the day after receipt."""

    article: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermWording(Row):
    """A way to write the free term, with gaps for {days} and {letter}: valid from
    `minimum_days`, or void."""

    text: str
    is_valid: bool
    minimum_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRules:
    """When the letter that precedes costs counts as received, and how it words its term."""

    free_term: tuple[FreeTerm, ...]
    receipts: tuple[Receipt, ...]
    wordings: tuple[TermWording, ...]
    letter_words: tuple[str, ...]
    number_words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationTerm(Row):
    """After how many years a kind of claim lapses, and how long a new term may last."""

    article: str
    kind: ClaimKind
    years: int
    renewed_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationRules:
    """The terms of limitation and the articles by which they are interrupted."""

    renewal_article: str
    interruptions: tuple[tuple[InterruptionKind, str], ...]
    terms: tuple[LimitationTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The law of one country; parts that it does not rule on are None."""

    country: str
    name: str
    currency: str
    reviewed_through: date
    interest: dict[InterestKind, InterestRule]
    costs: CostRules | None
    compensation: tuple[Compensation, ...]
    vat: tuple[VatRate, ...]
    holidays: HolidayRules | None
    contact_windows: tuple[ContactWindow, ...]
    letters: LetterRules | None
    limitation: LimitationRules | None

    def interest_rule(self, kind: InterestKind) -> InterestRule:
        """How a kind of interest runs here. LawMissing where the pack does not rule on it."""
        if kind not in self.interest:
            raise LawMissing(f"There are no rules for {kind} interest in {self.name} yet.")
        return self.interest[kind]

    def cost_rules(self) -> CostRules:
        """The rules on collection costs. LawMissing where the pack has none."""
        if self.costs is None:
            raise LawMissing(f"There are no rules for collection costs in {self.name} yet.")
        return self.costs

    def letter_rules(self) -> LetterRules:
        """The rules on the letter before costs. LawMissing where the pack has none."""
        if self.letters is None:
            raise LawMissing(f"There are no rules for the letter before costs in {self.name} yet.")
        return self.letters

    def limitation_rules(self) -> LimitationRules:
        """The terms of limitation. LawMissing where the pack has none."""
        if self.limitation is None:
            raise LawMissing(f"There are no rules for limitation in {self.name} yet.")
        return self.limitation

    def check_reviewed(self, on: date) -> None:
        """Refuse to charge by rules of a day up to which nobody has reviewed this pack."""
        if on > self.reviewed_through:
            raise LawMissing(
                f"The rules of {self.name} were reviewed through {self.reviewed_through} "
                f"and are not known for {half_year_of(on)}. Review the rules first."
            )
