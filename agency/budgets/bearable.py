"""What a household can bear each month: a share of what its income leaves over. Pure.

The rule is the agency's own, not a law's: the share that it set, of income less outgo, rounded down to
a whole minor unit and never below zero. What a household may keep by law is not worked out here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from portal.money import Money, total

USUAL_PERCENT = 50
"""The share of what is left over that goes to debts, where the agency has set none."""
STALE_MONTHS = 6
"""After how many months a statement is asked for anew."""


class Every(StrEnum):
    """How often an amount comes or goes."""

    MONTH = "month"
    FOUR_WEEKS = "four_weeks"
    WEEK = "week"


_A_YEAR = {Every.MONTH: 12, Every.FOUR_WEEKS: 13, Every.WEEK: 52}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Income and outgo each month, what is left, and what an instalment may be."""

    income: Money
    outgo: Money
    left: Money
    bearable: Money


def monthly(amount: Money, every: Every) -> Money:
    """An amount as it is each month, to the nearest minor unit: 52 weeks or 13 times four in a year."""
    exact = Decimal(amount.minor) * _A_YEAR[every] / 12
    return Money(int(exact.quantize(Decimal(1), ROUND_HALF_UP)), amount.currency)


def verdict(
    income: Iterable[Money], outgo: Iterable[Money], *, percent: int, currency: str
) -> Verdict:
    """What is left of monthly amounts, and the share of it that a household can bear."""
    comes, goes = total(income, currency), total(outgo, currency)
    left = comes - goes
    return Verdict(comes, goes, left, Money(max(left.minor, 0) * percent // 100, currency))


def is_stale(stated_on: date, today: date) -> bool:
    """Whether a statement is too old to go by."""
    months = (today.year - stated_on.year) * 12 + today.month - stated_on.month
    return months > STALE_MONTHS or (months == STALE_MONTHS and today.day > stated_on.day)
