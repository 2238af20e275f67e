"""How much and how late a debtor may promise without asking a manager. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal

from portal.money import Money


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a promise may be: an amount from `least` to `most`, for a day through `latest_on`."""

    least: Money
    most: Money
    latest_on: date

    def hold(self, amount: Money, due_on: date) -> bool:
        """Whether a promise lies within."""
        return self.least <= amount <= self.most and due_on <= self.latest_on


def bounds(owed: Money, *, days: int, percent: int, on: date) -> Bounds:
    """The bounds for what is owed on a day; the least is rounded up to a whole minor unit."""
    least = (Decimal(max(owed.minor, 0)) * percent / 100).quantize(Decimal(1), ROUND_UP)
    return Bounds(Money(max(int(least), 1), owed.currency), owed, on + timedelta(days=days))
