"""What settles a case, by age and balance: every point in one band, and no floor in vain."""

from itertools import product

import pytest

from agency.plans.floors import bands, why_not
from agency.plans.limits import Floor, Limits
from portal.money import Money

OLD, OLD_AND_LARGE, VERY_OLD = (
    Floor(180, Money.of(0), 90),
    Floor(180, Money.of(1_000), 80),
    Floor(365, Money.of(0), 60),
)
LADDER = (OLD, OLD_AND_LARGE, VERY_OLD)


def limits(*floors: Floor) -> Limits:
    return Limits(
        shortest=2, longest=6, smallest=Money.of(25), first_percent=0, waives_interest=False,
        grace_days=7, floors=floors,
    )  # fmt: skip


def test_the_table_says_for_each_age_and_balance_what_the_rule_takes() -> None:
    found = bands(LADDER)
    assert found
    assert [row.from_days for row in found.rows] == [0, 180, 365]
    assert [row.to_days for row in found.rows] == [179, 364, None]
    assert [row.percents for row in found.rows] == [(None, None), (90, 80), (60, 60)]
    for row, (column, least) in product(found.rows, enumerate(found.balances)):
        owed = Money(max(least.minor, 100), "EUR")
        taken = limits(*LADDER).settled_for(owed, row.from_days)
        percent = row.percents[column]
        assert taken == (None if percent is None else Money(owed.minor * percent // 100, "EUR"))


def test_nothing_to_settle_has_no_table() -> None:
    assert bands(()) is None


@pytest.mark.parametrize(
    ("floors", "word"),
    [
        (LADDER, None),
        ((OLD, Floor(180, Money.of(0), 70)), "same age and balance"),
        ((OLD, Floor(365, Money.of(500), 95)), "never counts"),
        ((OLD, Floor(365, Money.of(0), 90)), "never counts"),
        ((VERY_OLD, OLD), None),
    ],
)
def test_two_floors_for_one_point_and_floors_in_vain_are_refused(
    floors: tuple[Floor, ...], word: str | None
) -> None:
    why = why_not(floors)
    assert (why is None) if word is None else (why is not None and word in why)
