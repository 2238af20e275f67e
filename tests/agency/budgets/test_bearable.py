"""What a household can bear: never below zero, never more than what is left."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.budgets.bearable import Every, is_stale, monthly, verdict
from agency.budgets.categories import categories_of
from agency.budgets.wording import CATEGORIES
from portal.money import Money

sums = st.lists(st.integers(0, 500_000).map(Money), max_size=8)


@pytest.mark.parametrize(
    ("amount", "every", "each_month"),
    [
        (Money.of(2_000), Every.MONTH, Money.of(2_000)),
        (Money.of("300.00"), Every.WEEK, Money.of("1300.00")),
        (Money.of("1200.00"), Every.FOUR_WEEKS, Money.of("1300.00")),
        (Money.of("0.01"), Every.WEEK, Money.of("0.04")),
    ],
)
def test_weeks_count_as_they_come_in_a_year(amount: Money, every: Every, each_month: Money) -> None:
    assert monthly(amount, every) == each_month


def test_the_share_of_what_is_left_is_rounded_down() -> None:
    found = verdict([Money(200_001)], [Money(150_000)], percent=50, currency="EUR")
    assert (found.left, found.bearable) == (Money(50_001), Money(25_000))


@given(sums, sums, st.integers(0, 100))
def test_nobody_bears_what_is_not_there(
    income: list[Money], outgo: list[Money], percent: int
) -> None:
    found = verdict(income, outgo, percent=percent, currency="EUR")
    assert found.left == found.income - found.outgo
    assert 0 <= found.bearable.minor <= max(found.left.minor, 0)


@pytest.mark.parametrize(
    ("today", "stale"),
    [
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        (date(2026, 12, 1), True),
        (date(2026, 6, 1), False),
    ],
)
def test_a_statement_is_old_after_six_months(today: date, stale: bool) -> None:
    assert is_stale(date(2026, 5, 22), today) is stale


@pytest.mark.parametrize(("country", "own"), [("NL", "NL"), ("GB", "GB"), ("NO", ""), ("", "")])
def test_a_country_without_a_list_is_asked_the_general_one_and_it_says_so(
    country: str, own: str
) -> None:
    found = categories_of(country)
    assert found.country == own
    assert set(found.all) <= set(CATEGORIES)
    assert len(set(found.all)) == len(found.all)
    assert "own knowledge" in found.source
