"""Instalments: they add up to the balance when they are made, and whatever happens after."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.payments.services import LEAST
from agency.plans.limits import Floor, Limits, offers
from agency.plans.schedule import (
    TRIFLE,
    by_amount,
    by_number,
    days,
    defer,
    first_day,
    is_broken,
    late,
    next_of,
    standing,
)
from portal.money import Money, total

FIRST = date(2026, 1, 31)
amounts = st.integers(10_000, 2_000_000).map(Money)
counts = st.integers(1, 36)
month_days = st.integers(1, 31)
starts = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def sum_of(dues: object) -> Money:
    return total(due.amount for due in dues)  # type: ignore[attr-defined]


def test_a_plan_on_the_31st_is_paid_at_the_end_of_short_months() -> None:
    assert days(FIRST, 4, 31) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


@pytest.mark.parametrize(
    ("day", "earliest", "first"),
    [
        (1, date(2026, 11, 24), date(2026, 12, 1)),
        (24, date(2026, 11, 24), date(2026, 11, 24)),
        (31, date(2026, 2, 3), date(2026, 2, 28)),
        (30, date(2026, 12, 31), date(2027, 1, 30)),
    ],
)
def test_a_plan_begins_on_the_next_such_day(day: int, earliest: date, first: date) -> None:
    assert first_day(day, earliest=earliest) == first


def test_the_last_instalment_takes_the_cent_that_is_left() -> None:
    plan = by_number(Money.of("1000.00"), 3, first_on=FIRST, day=31)
    assert [due.amount for due in plan] == [
        Money.of("333.33"),
        Money.of("333.33"),
        Money.of("333.34"),
    ]


def test_a_first_instalment_may_be_higher() -> None:
    plan = by_number(Money.of(1000), 4, first_on=FIRST, day=1, first=Money.of(400))
    assert [due.amount.minor for due in plan] == [40_000, 20_000, 20_000, 20_000]


@given(amounts, counts, starts, month_days)
def test_any_number_of_instalments_adds_up(owed: Money, count: int, on: date, day: int) -> None:
    plan = by_number(owed, count, first_on=on, day=day)
    assert len(plan) == count
    assert sum_of(plan) == owed
    assert plan[0].due_on == on
    assert all(a.due_on < b.due_on for a, b in pairwise(plan))
    assert max(due.amount.minor for due in plan) - min(due.amount.minor for due in plan) < count


@given(amounts, st.integers(1_000, 500_000).map(Money), starts, month_days)
def test_instalments_of_any_amount_add_up(owed: Money, each: Money, on: date, day: int) -> None:
    plan = by_amount(owed, each, first_on=on, day=day)
    assert sum_of(plan) == owed
    assert all(due.amount == each for due in plan[:-1])
    assert plan[-1].amount <= each


@given(
    amounts,
    counts,
    month_days,
    st.integers(0, 3_000_000).map(Money),
    st.integers(0, 3_000_000).map(Money),
)
def test_whatever_comes_in_and_whatever_is_owed_the_total_is_both(
    agreed: Money, count: int, day: int, received: Money, owed: Money
) -> None:
    plan = by_number(agreed, count, first_on=date(2026, 3, 15), day=day)
    lines = standing(plan, received, owed, day)
    assert sum_of(lines) == received + owed
    assert total(line.left for line in lines) == owed
    assert all(line.amount.minor > 0 and line.left.minor >= 0 for line in lines)
    assert all(a.due_on < b.due_on for a, b in pairwise(lines))
    kept = max(min(len(lines), len(plan)) - 1, 0)
    moved_on = [
        line.amount.minor - due.amount.minor
        for line, due in zip(lines[:kept], plan[:kept], strict=True)
    ]
    assert sum(abs(each) for each in moved_on) <= 2 * TRIFLE
    unpaid = [line.is_paid for line in lines]
    assert unpaid == sorted(unpaid, reverse=True)


def test_costs_in_the_middle_prolong_the_plan_by_instalments_as_agreed() -> None:
    plan = by_number(Money.of(300), 3, first_on=date(2026, 1, 1), day=1)
    lines = standing(plan, Money.of(100), Money.of(350), 1)
    assert [line.amount.minor for line in lines] == [10_000, 10_000, 10_000, 10_000, 5_000]
    assert lines[-1].due_on == date(2026, 5, 1)


def test_a_little_interest_joins_the_last_instalment() -> None:
    plan = by_number(Money.of(300), 3, first_on=date(2026, 1, 1), day=1)
    lines = standing(plan, Money.of(100), Money.of("203.21"), 1)
    assert [line.amount.minor for line in lines] == [10_000, 10_000, 10_321]


def test_a_credit_note_is_taken_off_the_end() -> None:
    plan = by_number(Money.of(300), 3, first_on=date(2026, 1, 1), day=1)
    lines = standing(plan, Money.of(100), Money.of(50), 1)
    assert [line.amount.minor for line in lines] == [10_000, 5_000]


def test_an_early_payment_pays_the_next_instalments() -> None:
    plan = by_number(Money.of(300), 3, first_on=date(2026, 1, 1), day=1)
    lines = standing(plan, Money.of(150), Money.of(150), 1)
    coming = next_of(lines)
    assert coming is not None
    assert (coming.number, coming.left) == (2, Money.of(50))


@pytest.mark.parametrize(
    ("received", "amounts", "coming"),
    [
        (99_60, [99_60, 100_40, 100_00], 2),
        (99_00, [100_00, 100_00, 100_00], 1),
        (0, [100_00, 100_00, 100_00], 1),
        (199_99, [100_00, 99_99, 100_01], 3),
        (299_60, [100_00, 100_00, 100_00], 3),
    ],
)
def test_what_is_too_little_to_be_paid_by_itself_is_paid_with_the_next(
    received: int, amounts: list[int], coming: int
) -> None:
    plan = by_number(Money.of(300), 3, first_on=date(2026, 1, 1), day=1)
    lines = standing(plan, Money(received), Money(300_00 - received), 1)
    assert [line.amount.minor for line in lines] == amounts
    found = next_of(lines)
    assert found
    assert found.number == coming


def test_a_trifle_is_what_no_card_can_pay() -> None:
    assert TRIFLE == LEAST


@given(counts, month_days, st.integers(1, 36))
def test_putting_off_moves_days_and_no_amount(count: int, day: int, number: int) -> None:
    plan = by_number(Money(100_000), count, first_on=date(2026, 1, 15), day=day)
    later = defer(plan, number, day)
    assert [due.amount for due in later] == [due.amount for due in plan]
    assert [due.due_on for due in later[: number - 1]] == [due.due_on for due in plan[: number - 1]]
    assert all(a.due_on < b.due_on for a, b in pairwise(later))


def test_a_plan_is_broken_only_after_its_days_of_grace() -> None:
    plan = by_number(Money.of(300), 3, first_on=FIRST, day=31)
    lines = standing(plan, Money.zero(), Money.of(300), 31)
    assert late(lines, FIRST) == ()
    assert len(late(lines, FIRST + timedelta(days=1))) == 1
    assert not is_broken(lines, FIRST + timedelta(days=7), grace_days=7)
    assert is_broken(lines, FIRST + timedelta(days=8), grace_days=7)


def limits(**says: object) -> Limits:
    return Limits(
        **{
            "shortest": 2,
            "longest": 12,
            "smallest": Money.of(25),
            "first_percent": 0,
            "waives_interest": False,
            "grace_days": 7,
            **says,  # type: ignore[arg-type]
        }
    )


@pytest.mark.parametrize(
    ("owed", "counts"), [(1000, [3, 6, 12]), (100, [3, 4]), (60, [2]), (40, [])]
)
def test_two_or_three_offers_lie_within_the_limits(owed: int, counts: list[int]) -> None:
    found = offers(Money.of(owed), limits(), day=1, earliest=date(2026, 6, 10))
    assert [len(plan) for plan in found] == counts
    assert all(sum_of(plan) == Money.of(owed) for plan in found)


def test_the_first_instalment_is_what_the_creditor_asks() -> None:
    (plan, *_others) = offers(
        Money.of(1000), limits(first_percent=50), day=1, earliest=date(2026, 6, 10)
    )
    assert [due.amount.minor for due in plan] == [50_000, 25_000, 25_000]


def test_beyond_the_limits_says_which() -> None:
    plan = by_number(Money.of(1000), 20, first_on=FIRST, day=1)
    assert "2 to 12" in str(limits().why_beyond(plan))
    small = by_number(Money.of(100), 5, first_on=FIRST, day=1)
    assert "25" in str(limits().why_beyond(small))
    assert limits().why_beyond(by_number(Money.of(1000), 4, first_on=FIRST, day=1)) is None


def test_a_settlement_is_for_the_floor_of_its_age_and_balance() -> None:
    asked = limits(floors=(Floor(0, Money.of(100), 90), Floor(365, Money.of(100), 60)))
    assert asked.settled_for(Money.of("99.99"), 400) is None
    assert asked.settled_for(Money.of("100.01"), 10) == Money.of("90.01")
    assert asked.settled_for(Money.of(1000), 365) == Money.of(600)
    assert limits().settled_for(Money.of(1000), 365) is None
