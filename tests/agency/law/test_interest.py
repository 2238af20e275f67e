"""Interest: which days, which rate, which base, and that the parts add up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.errors import LawMissing, RateMissing
from agency.law.interest import Reduction, interest, kind_for
from agency.law.vocabulary import DebtorKind, InterestKind
from portal.money import Money

STATUTORY, COMMERCIAL = InterestKind.STATUTORY, InterestKind.COMMERCIAL

principals = st.integers(1, 10_000_000).map(Money)
due_days = st.dates(date(2013, 1, 1), date(2026, 6, 30))
kinds = st.sampled_from([STATUTORY, COMMERCIAL])


def test_each_line_says_from_until_days_rate_base_amount_and_article():
    run = interest(
        Money.of("2500"), kind=COMMERCIAL, due_on=date(2026, 6, 15), until=date(2026, 9, 30)
    )
    first, second = run.lines
    assert (first.from_on, first.until_on, first.days) == (date(2026, 6, 16), date(2026, 6, 30), 15)
    assert (first.percent, first.base) == (Decimal("10.15"), Money.of("2500"))
    assert (first.amount, first.article) == (Money.of("10.43"), "art. 6:119a BW")
    assert (second.days, second.percent, second.amount) == (92, Decimal("10.40"), Money.of("65.53"))
    assert run.amount == Money.of("75.96")


def test_no_interest_on_the_due_date_and_one_day_on_the_next():
    due_on = date(2026, 3, 1)
    on_due_date = interest(Money.of(36500), kind=STATUTORY, due_on=due_on, until=due_on)
    next_day = interest(Money.of(36500), kind=STATUTORY, due_on=due_on, until=date(2026, 3, 2))
    assert (on_due_date.amount, on_due_date.lines) == (Money(0), ())
    assert next_day.amount == Money.of("4.00")


def test_a_payment_lowers_the_base_from_the_next_day():
    run = interest(
        Money.of(36500),
        kind=STATUTORY,
        due_on=date(2026, 3, 1),
        until=date(2026, 3, 5),
        payments=[Reduction(date(2026, 3, 3), principal=Money.of(18250))],
    )
    assert [(line.days, line.base, line.amount) for line in run.lines] == [
        (2, Money.of(36500), Money.of(8)),
        (2, Money.of(18250), Money.of(4)),
    ]


def test_a_payment_on_the_first_day_of_default_leaves_that_day_at_the_old_base():
    run = interest(
        Money.of(36500),
        kind=STATUTORY,
        due_on=date(2026, 3, 1),
        until=date(2026, 3, 3),
        payments=[Reduction(date(2026, 3, 2), principal=Money.of(36500))],
    )
    assert [(line.from_on, line.amount) for line in run.lines] == [(date(2026, 3, 2), Money.of(4))]


def test_a_payment_on_compounded_interest_lowers_the_base():
    paid = Reduction(date(2025, 1, 31), principal=Money(0), interest=Money.of("50.00"))
    run = interest(
        Money.of(1000),
        kind=STATUTORY,
        due_on=date(2023, 12, 31),
        until=date(2025, 2, 1),
        payments=[paid],
    )
    assert [line.base for line in run.lines[-2:]] == [Money.of("1070.19"), Money.of("1020.19")]
    assert run.lines[-1].compounded == Money.of("20.19")


def test_a_claim_paid_in_full_bears_nothing_more_even_where_no_rate_is_known():
    run = interest(
        Money.of(1000),
        kind=STATUTORY,
        due_on=date(2026, 1, 1),
        until=date(2028, 1, 1),
        payments=[Reduction(date(2026, 1, 31), principal=Money.of(1000))],
    )
    assert run.amount == Money.of("3.29")
    assert run.lines[-1].until_on == date(2026, 1, 31)


def test_a_year_s_interest_bears_interest_only_as_far_as_it_is_unpaid():
    due_on, until = date(2023, 12, 31), date(2025, 1, 1)
    unpaid = interest(Money.of(1000), kind=STATUTORY, due_on=due_on, until=until)
    paid = Reduction(date(2024, 12, 31), principal=Money(0), interest=Money.of("70.19"))
    settled = interest(Money.of(1000), kind=STATUTORY, due_on=due_on, until=until, payments=[paid])
    assert unpaid.lines[-1].base == Money.of("1070.19")
    assert unpaid.lines[-1].compounded == Money.of("70.19")
    assert settled.lines[-1].base == Money.of(1000)


def test_a_payment_on_this_year_s_interest_does_not_split_a_stretch():
    paid = Reduction(date(2026, 2, 10), principal=Money(0), interest=Money.of("1.00"))
    run = interest(
        Money.of(1000),
        kind=STATUTORY,
        due_on=date(2026, 1, 1),
        until=date(2026, 3, 1),
        payments=[paid],
    )
    assert len(run.lines) == 1


def test_default_on_29_february_compounds_after_a_full_year():
    run = interest(Money.of(1000), kind=STATUTORY, due_on=date(2024, 2, 28), until=date(2025, 3, 1))
    assert run.lines[0].from_on == date(2024, 2, 29)
    assert run.lines[-1].from_on == date(2025, 3, 1)
    assert run.lines[-1].compounded == sum((line.amount for line in run.lines[:-1]), Money(0))


def test_the_trade_rate_changed_within_a_half_year_in_march_2013():
    run = interest(
        Money.of(1000), kind=COMMERCIAL, due_on=date(2013, 2, 28), until=date(2013, 3, 31)
    )
    assert [(line.from_on.day, line.percent) for line in run.lines] == [
        (1, Decimal("7.75")),
        (16, Decimal("8.75")),
    ]


@pytest.mark.parametrize("kind", [STATUTORY, COMMERCIAL])
def test_a_run_into_an_unread_half_year_is_refused_by_name(kind):
    with pytest.raises(RateMissing, match="H1-2027") as refused:
        interest(Money.of(100), kind=kind, due_on=date(2026, 12, 1), until=date(2027, 1, 1))
    assert refused.value.period == "H1-2027"


def test_a_run_from_before_the_pack_is_refused_by_name():
    with pytest.raises(RateMissing, match="H2-2012"):
        interest(Money.of(100), kind=STATUTORY, due_on=date(2012, 12, 1), until=date(2013, 2, 1))


def test_a_country_without_rules_is_refused():
    with pytest.raises(LawMissing, match="XX"):
        interest(
            Money.of(100),
            kind=STATUTORY,
            due_on=date(2026, 1, 1),
            until=date(2026, 2, 1),
            country="XX",
        )


def test_agreed_interest_runs_at_its_own_rate_also_past_the_known_rates():
    run = interest(
        Money.of(1000),
        kind=InterestKind.CONTRACTUAL,
        due_on=date(2026, 12, 31),
        until=date(2028, 12, 31),
        agreed_percent=Decimal("12.5"),
    )
    assert {line.base for line in run.lines} == {Money.of(1000)}
    assert run.amount == Money.of("250.34")


def test_agreed_interest_needs_its_rate_and_the_law_s_does_not_take_one():
    run = {"due_on": date(2026, 1, 1), "until": date(2026, 2, 1)}
    with pytest.raises(ValueError, match="agreed"):
        interest(Money.of(100), kind=InterestKind.CONTRACTUAL, **run)
    with pytest.raises(ValueError, match="agreed"):
        interest(Money.of(100), kind=STATUTORY, agreed_percent=Decimal(5), **run)


def test_no_interest_where_none_is_asked():
    run = interest(
        Money.of(100), kind=InterestKind.NONE, due_on=date(2020, 1, 1), until=date(2040, 1, 1)
    )
    assert run.amount == Money(0)


def test_a_payment_in_another_currency_is_refused():
    payment = Reduction(date(2026, 1, 2), principal=Money.of(1, "NOK"))
    with pytest.raises(ValueError, match="NOK"):
        interest(
            Money.of(100),
            kind=STATUTORY,
            due_on=date(2026, 1, 1),
            until=date(2026, 2, 1),
            payments=[payment],
        )


def test_a_business_owes_the_trade_rate_and_a_consumer_the_statutory_one():
    assert kind_for(DebtorKind.BUSINESS) is COMMERCIAL
    assert kind_for(DebtorKind.CONSUMER) is STATUTORY


@given(principals, due_days, kinds, st.integers(1, 3000))
def test_the_lines_follow_each_other_and_add_up(principal, due_on, kind, days):
    until = min(due_on + timedelta(days=days), date(2026, 12, 31))
    run = interest(principal, kind=kind, due_on=due_on, until=until)
    assert sum((line.amount for line in run.lines), Money(0)) == run.amount
    assert sum(line.days for line in run.lines) == (until - due_on).days
    for earlier, later in zip(run.lines, run.lines[1:], strict=False):
        assert later.from_on == earlier.until_on + timedelta(days=1)


@given(principals, due_days, kinds, st.data())
def test_interest_over_a_period_is_the_sum_over_any_split_at_an_allowed_point(
    principal, due_on, kind, data
):
    until = data.draw(st.dates(due_on, date(2026, 12, 31)))
    whole = interest(principal, kind=kind, due_on=due_on, until=until)
    if not whole.lines:
        return
    cut = data.draw(st.sampled_from(whole.lines)).until_on
    before = interest(principal, kind=kind, due_on=due_on, until=cut)
    after = [line for line in whole.lines if line.from_on > cut]
    assert before.lines == whole.lines[: len(before.lines)]
    assert before.amount + sum((line.amount for line in after), Money(0)) == whole.amount


@given(principals, st.dates(date(2013, 1, 1), date(2024, 12, 31)), kinds, st.data())
def test_a_second_year_runs_as_a_new_claim_over_principal_and_first_year_s_interest(
    principal, due_on, kind, data
):
    until = data.draw(st.dates(due_on, date(2026, 12, 31)))
    whole = interest(principal, kind=kind, due_on=due_on, until=until)
    year = [line for line in whole.lines if not line.compounded]
    rest = [line for line in whole.lines if line.compounded]
    if not rest:
        return
    first_year = sum((line.amount for line in year), Money(0))
    anew = interest(principal + first_year, kind=kind, due_on=year[-1].until_on, until=until)
    if due_on.month != 2:
        assert anew.amount + first_year == whole.amount


@given(principals, principals, due_days, kinds)
def test_more_principal_never_bears_less(one, other, due_on, kind):
    until = date(2026, 12, 31)
    small = interest(min(one, other), kind=kind, due_on=due_on, until=until)
    large = interest(max(one, other), kind=kind, due_on=due_on, until=until)
    assert small.amount <= large.amount
