"""How far a plan or settlement may go: what the creditor allows, and what is offered within. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal

from agency.plans.schedule import Due, by_number, first_day
from portal.errors import Words
from portal.money import Money, total

SOONEST, USUAL = 3, 6
"""Numbers of instalments that are offered where the creditor's limits hold more than one."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that a settlement may be, in percent of the balance, from an age and balance on."""

    age_days: int
    balance: Money
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a creditor lets the agency agree upon without being asked.

    Numbers of instalments, a month each; the smallest amount of one; the least share of the first.
    """

    shortest: int
    longest: int
    smallest: Money
    first_percent: int
    waives_interest: bool
    grace_days: int
    floors: tuple[Floor, ...] = ()

    def most_instalments(self, owed: Money) -> int:
        """How many instalments a balance may be paid in; less than two where it may not."""
        return min(self.longest, owed.minor // max(self.smallest.minor, 1))

    def least_first(self, owed: Money) -> Money:
        """The least that the first instalment may be."""
        return _share(owed, self.first_percent)

    def settled_for(self, owed: Money, age_days: int) -> Money | None:
        """The least that a settlement may be for; None where the creditor wants none."""
        fitting = [
            floor.percent
            for floor in self.floors
            if age_days >= floor.age_days and owed >= floor.balance
        ]
        return _share(owed, min(fitting)) if fitting and owed.minor > 0 else None

    def why_beyond(self, dues: Sequence[Due]) -> Words | None:
        """Why a plan lies beyond; None when it lies within."""
        owed = total((each.amount for each in dues), self.smallest.currency)
        if not self.shortest <= len(dues) <= self.longest:
            return Words(
                "A plan has %(least)s to %(most)s instalments.",
                least=self.shortest,
                most=self.longest,
            )
        if any(each.amount < self.smallest for each in dues[:-1]):
            return Words("An instalment is %(least)s or more.", least=self.smallest)
        if dues[0].amount < self.least_first(owed):
            return Words("The first instalment is %(least)s or more.", least=self.least_first(owed))
        return None


def offers(owed: Money, limits: Limits, *, day: int, earliest: date) -> list[tuple[Due, ...]]:
    """Two or three plans within the limits, the quickest first; none where the balance is too small."""
    most = limits.most_instalments(owed)
    if most < limits.shortest:
        return []
    wanted = {min(max(count, limits.shortest), most) for count in (SOONEST, USUAL, most)}
    found = []
    for count in sorted(wanted):
        plan = within(owed, count, limits, day=day, first_on=first_day(day, earliest=earliest))
        if limits.why_beyond(plan) is None:
            found.append(plan)
    return found


def within(owed: Money, count: int, limits: Limits, *, day: int, first_on: date) -> tuple[Due, ...]:
    """So many instalments, the first of which is as high as the creditor asks."""
    first = limits.least_first(owed)
    even = owed.minor // count
    return by_number(
        owed, count, first_on=first_on, day=day, first=first if first.minor > even else None
    )


def _share(of: Money, percent: int) -> Money:
    """A percentage, rounded up to a whole minor unit."""
    exact = Decimal(max(of.minor, 0)) * percent / 100
    return Money(int(exact.quantize(Decimal(1), ROUND_UP)), of.currency)
