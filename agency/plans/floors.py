"""The least that a settlement may be, by age and balance: checked, and laid out as a table. Pure.

A floor holds from its age and its balance on, and where several hold the least percentage counts. So
bands can neither overlap nor leave a gap; what can be wrong is a floor that never counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agency.plans.limits import Floor
from portal.errors import Words
from portal.money import Money


@dataclass(frozen=True, slots=True)
class Band:
    """Claims from an age on: the least share for each band of balances, None where none is taken."""

    from_days: int
    to_days: int | None
    percents: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Bands:
    """All floors as a table: a row for each age, a column from each balance on."""

    balances: tuple[Money, ...]
    rows: tuple[Band, ...]


def bands(floors: Sequence[Floor]) -> Bands | None:
    """The whole field of ages and balances, each point in one band; None where nothing is settled."""
    if not floors:
        return None
    currency = floors[0].balance.currency
    ages = sorted({0, *(floor.age_days for floor in floors)})
    balances = sorted({0, *(floor.balance.minor for floor in floors)})
    ends: list[int | None] = [age - 1 for age in ages[1:]]
    rows = [
        Band(age, end, tuple(_percent(floors, age, balance) for balance in balances))
        for age, end in zip(ages, [*ends, None], strict=True)
    ]
    return Bands(tuple(Money(minor, currency) for minor in balances), tuple(rows))


def why_not(floors: Sequence[Floor]) -> Words | None:
    """Why floors cannot stand together; None when they can."""
    for number, floor in enumerate(floors, start=1):
        for other_number, other in enumerate(floors, start=1):
            if other_number == number:
                continue
            is_same = (other.age_days, other.balance) == (floor.age_days, floor.balance)
            if is_same:
                return Words(
                    "Rows %(one)s and %(two)s begin at the same age and balance. Leave one out.",
                    one=min(number, other_number),
                    two=max(number, other_number),
                )
            if _covers(other, floor):
                return Words(
                    "Row %(one)s never counts: row %(two)s takes as little or less, from a lower "
                    "age and balance on.",
                    one=number,
                    two=other_number,
                )
    return None


def _covers(other: Floor, floor: Floor) -> bool:
    return (
        other.age_days <= floor.age_days
        and other.balance <= floor.balance
        and other.percent <= floor.percent
    )


def _percent(floors: Sequence[Floor], age: int, balance: int) -> int | None:
    fitting = [it.percent for it in floors if age >= it.age_days and balance >= it.balance.minor]
    return min(fitting) if fitting else None
