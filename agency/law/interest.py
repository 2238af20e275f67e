"""Interest on an overdue claim, line by line, exact to the cent by the law's convention."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from agency.law.calendars import ONE_DAY, next_half_year, next_year, years_later
from agency.law.packs import pack
from agency.law.packs.interest_rows import InterestRule
from agency.law.packs.rate_rows import Rate, RateTable
from agency.law.rates import PACK_RATES, RateBook
from agency.law.vocabulary import (
    Compounding,
    DayCount,
    DebtorKind,
    InterestKind,
    RateFixing,
    SplitAt,
    Status,
)
from portal.money import Money


@dataclass(frozen=True, slots=True)
class Reduction:
    """A payment or credit as allocated: what it took off the principal, and off accrued interest.

    The day itself still counts at the old amount; the base is lower from the next day.
    """

    on: date
    principal: Money
    interest: Money | None = None


class InterestLine(NamedTuple):
    """A stretch of days with one rate and one base; both days count.

    `base` bears the interest; `compounded` is the part of it that is earlier years' interest.
    """

    from_on: date
    until_on: date
    days: int
    percent: Decimal
    base: Money
    compounded: Money
    amount: Money
    article: str
    status: Status


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest accrued, before anything that was paid on it, and the lines that add up to it."""

    amount: Money
    lines: tuple[InterestLine, ...]


def kind_for(debtor: DebtorKind, country: str = "NL") -> InterestKind:
    """The interest that the law itself gives against a debtor, without any agreement."""
    return pack(country).interest_owed[debtor]


def interest(
    principal: Money,
    *,
    kind: InterestKind,
    due_on: date,
    until: date,
    payments: Sequence[Reduction] = (),
    country: str = "NL",
    agreed_percent: Decimal | None = None,
    compounding: Compounding | None = None,
    obligation_on: date | None = None,
    rates: RateBook = PACK_RATES,
) -> Interest:
    """Interest from the day after `due_on` through `until`, that day included, by the pack's rule.

    The pack says how days are counted, where a stretch ends and is rounded half up to the minor
    unit, whether the rate follows each new half-year or stays that of the first day, and whether
    the year's unpaid interest joins the base on the anniversary of default (6:119 lid 2, 6:119a
    BW). A stretch always ends where the rate or the base changes. What is overpaid bears nothing.

    `agreed_percent` is the yearly rate of contractual interest, and `compounding` what was agreed
    with it. `obligation_on` is when the debt was entered into, where an older law may still hold;
    without it the due date counts. `rates` brings rates that people entered. RateMissing names the
    half-year whose rate is not known; ValueError on a contractual run without a rate, on another
    currency, or on a principal below zero.
    """
    if principal.minor < 0:
        raise ValueError("Interest runs on a principal of zero or more.")
    if kind is InterestKind.NONE or until <= due_on:
        return Interest(Money.zero(principal.currency), ())
    rule = rates.rule(country, kind)
    agreed = _agreed(rule, agreed_percent, due_on)
    run = _Run(principal, rule, compounding or rule.compounding, due_on + ONE_DAY, payments)
    if agreed:
        return run.through(until, agreed)
    table = rule.table_for(obligation_on or due_on)
    if rule.rate_fixing is RateFixing.AT_START:
        return run.through(until, table.rate_on(due_on + ONE_DAY)[0])
    return run.through(until, table)


def _agreed(rule: InterestRule, percent: Decimal | None, due_on: date) -> Rate | None:
    if (rule.kind is InterestKind.CONTRACTUAL) != (percent is not None):
        raise ValueError("Contractual interest, and only that, needs the rate that was agreed.")
    if percent is None:
        return None
    if percent < 0:
        raise ValueError("An agreed rate is zero or more.")
    return Rate(
        percent=percent,
        valid_from=due_on,
        read_on=due_on,
        source="contract",
        status=Status.CONFIRMED,
    )


class _Run:
    """Walks the days of one claim in stretches, in whole minor units."""

    def __init__(
        self,
        principal: Money,
        rule: InterestRule,
        compounding: Compounding,
        first: date,
        payments: Sequence[Reduction],
    ) -> None:
        self.rule = rule
        self.compounding = compounding
        self.currency = principal.currency
        self.first = first
        self.waiting = sorted(payments, key=lambda payment: payment.on, reverse=True)
        self.zero = Money.zero(principal.currency)
        self.base = principal
        self.owed = principal.minor
        self.compounded = 0
        self.accrued = 0
        self.years = 0
        self.anniversary = date.max
        self._next_anniversary()

    def through(self, until: date, rates: Rate | RateTable) -> Interest:
        """All stretches until a day, that day included, at one fixed rate or those of a table."""
        lines: list[InterestLine] = []
        total, end = 0, until + ONE_DAY
        day = changes_on = self.first
        stretches = self._stretches(rates, end)
        while day < end:
            if self.waiting:
                self._take_payments_before(day)
            if day == self.anniversary:
                self._compound()
            base = max(self.owed, 0) + self.compounded
            if not base:
                break
            if day == changes_on:
                changes_on, rate = next(stretches)
            stop = min(changes_on, self.anniversary, end)
            if self.waiting:
                stop = min(stop, self._base_changes_on())
            line = self._line(day, stop, rate, base)
            lines.append(line)
            self.accrued += line.amount.minor
            total += line.amount.minor
            day = stop
        return Interest(Money(total, self.currency), tuple(lines))

    def _stretches(self, rates: Rate | RateTable, end: date) -> Iterator[tuple[date, Rate]]:
        """Rates one after another, each with the day on which the next must start: where the rate
        changes, and where the convention of the country ends a stretch."""
        day, rule = self.first, self.rule
        while True:
            changes_on = date.max
            if isinstance(rates, Rate):
                rate = rates
            else:
                _, changes_on, rate = rates.period_on(day)
                while rule.split_at is SplitAt.RATE_CHANGE and changes_on < end:
                    following = rates.period_on(changes_on)
                    if following.rate.percent != rate.percent:
                        break
                    changes_on = following.end
            if rule.split_at is SplitAt.HALF_YEAR:
                changes_on = min(changes_on, next_half_year(day))
            if rule.day_count is DayCount.ACTUAL_ACTUAL:
                changes_on = min(changes_on, next_year(day))
            yield changes_on, rate
            day = changes_on

    def _line(self, day: date, stop: date, rate: Rate, base: int) -> InterestLine:
        days = (stop - day).days
        numerator, denominator = rate.ratio
        whole = denominator * 100 * self._days_a_year(day)
        if base != self.base.minor:
            self.base = Money(base, self.currency)
        amount = (2 * base * numerator * days + whole) // (2 * whole)
        return InterestLine(
            day,
            stop - ONE_DAY,
            days,
            rate.percent,
            self.base,
            Money(self.compounded, self.currency) if self.compounded else self.zero,
            Money(amount, self.currency),
            self.rule.article,
            rate.status,
        )

    def _days_a_year(self, day: date) -> int:
        if self.rule.day_count is DayCount.ACTUAL_365:
            return 365
        return (next_year(day) - date(day.year, 1, 1)).days

    def _take_payments_before(self, day: date) -> None:
        """Take off what was paid; interest goes first to what was compounded, the oldest."""
        while self.waiting and self.waiting[-1].on < day:
            payment = self.waiting.pop()
            on_interest = self._minor(payment.interest) if payment.interest else 0
            off_compounded = min(self.compounded, on_interest)
            self.owed -= self._minor(payment.principal)
            self.compounded -= off_compounded
            self.accrued -= on_interest - off_compounded

    def _base_changes_on(self) -> date:
        for payment in reversed(self.waiting):
            if payment.principal or (payment.interest and self.compounded):
                return payment.on + ONE_DAY
        return date.max

    def _compound(self) -> None:
        """Let the interest of the year that is over bear interest, as far as it is unpaid."""
        self.compounded += max(self.accrued, 0)
        self.accrued = min(self.accrued, 0)
        self._next_anniversary()

    def _next_anniversary(self) -> None:
        if self.compounding is Compounding.YEARLY:
            self.years += 1
            self.anniversary = years_later(self.first, self.years)

    def _minor(self, amount: Money) -> int:
        if amount.currency != self.currency:
            raise ValueError(f"A payment in {amount.currency} does not reduce {self.currency}.")
        return amount.minor
