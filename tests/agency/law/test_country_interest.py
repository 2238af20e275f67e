"""Interest by country: agreed rates and their caps, when it starts, which margin holds."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.agreed import agreed_rate
from agency.law.errors import LawMissing
from agency.law.gates import Letter
from agency.law.interest import interest
from agency.law.owed import owed_interest
from agency.law.packs import countries, pack
from agency.law.vocabulary import Channel, DebtorKind, InterestKind
from portal.money import Money

CONSUMER, BUSINESS = DebtorKind.CONSUMER, DebtorKind.BUSINESS
ON = date(2026, 11, 22)


def test_a_belgian_consumer_s_clause_may_not_ask_more_than_the_trade_rate():
    held = agreed_rate(Decimal("11.5"), country="BE", debtor=CONSUMER, on=date(2025, 3, 1))
    void = agreed_rate(Decimal("11.51"), country="BE", debtor=CONSUMER, on=date(2025, 3, 1))
    assert (held.percent, held.kind, held.is_valid) == (Decimal("11.5"), "contractual", True)
    assert (void.percent, void.kind, void.is_valid) == (Decimal("4.5"), "statutory", False)
    assert agreed_rate(Decimal(20), country="BE", debtor=BUSINESS, on=ON).is_valid


@pytest.mark.parametrize(
    ("small_creditor", "first"), [(True, date(2026, 11, 3)), (False, date(2026, 11, 17))]
)
def test_a_belgian_consumer_s_interest_waits_for_the_term_of_the_reminder(small_creditor, first):
    asked = {
        "country": "BE",
        "debtor": CONSUMER,
        "due_on": date(2026, 10, 1),
        "letters": [Letter(date(2026, 11, 2), Channel.EMAIL)],
        "agreed_percent": Decimal(8),
        "small_creditor": small_creditor,
    }
    before = owed_interest(Money.of(1000), until=date(2026, 11, 16), **asked)
    after = owed_interest(Money.of(1000), until=date(2026, 11, 17), **asked)
    assert before.lines == ()
    assert after.lines[0].from_on == first


def test_a_german_claim_bears_interest_from_default():
    asked = {"country": "DE", "debtor": CONSUMER, "due_on": date(2026, 9, 30), "until": ON}
    reminded = [Letter(date(2026, 10, 20), Channel.POST, received_on=date(2026, 10, 22))]
    silent = owed_interest(Money.of(1000), **asked)
    told = owed_interest(Money.of(1000), letters=reminded, **asked)
    agreed = owed_interest(Money.of(1000), due_agreed=True, **asked)
    assert silent.lines == ()
    assert told.lines[0].from_on == date(2026, 10, 23)
    assert agreed.lines[0].from_on == date(2026, 10, 1)
    contract = owed_interest(Money.of(1000), agreed_percent=Decimal(8), **asked)
    assert contract.lines[0].from_on == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("obligation", "percent"), [("2014-07-28", "9.52"), ("2014-07-29", "10.52")]
)
def test_the_german_margin_goes_by_the_day_of_the_obligation(obligation, percent):
    run = interest(
        Money.of(1000),
        kind=InterestKind.COMMERCIAL,
        due_on=date(2026, 7, 1),
        until=date(2026, 7, 31),
        country="DE",
        obligation_on=date.fromisoformat(obligation),
    )
    assert [line.percent for line in run.lines] == [Decimal(percent)]


def test_belgian_trade_contracts_from_before_the_directive_are_refused():
    with pytest.raises(LawMissing, match="2013-03-16"):
        interest(
            Money.of(1000),
            kind=InterestKind.COMMERCIAL,
            due_on=date(2014, 7, 1),
            until=date(2014, 7, 31),
            country="BE",
            obligation_on=date(2013, 3, 15),
        )


def test_a_rate_fixed_at_the_start_is_one_stretch_however_long_it_runs():
    run = interest(
        Money.of(1000, "GBP"),
        kind=InterestKind.COMMERCIAL,
        due_on=date(2024, 1, 31),
        until=date(2026, 11, 22),
        country="UK",
    )
    assert [(line.percent, line.days) for line in run.lines] == [(Decimal("13.25"), 1026)]


def test_agreed_interest_compounds_yearly_only_where_that_was_agreed():
    from agency.law.vocabulary import Compounding

    asked = {
        "kind": InterestKind.CONTRACTUAL,
        "due_on": date(2022, 12, 31),
        "until": date(2024, 12, 30),
        "agreed_percent": Decimal(10),
    }
    simple = interest(Money.of(1000), **asked)
    yearly = interest(Money.of(1000), compounding=Compounding.YEARLY, **asked)
    assert (simple.amount, yearly.amount) == (Money.of(200), Money.of(210))


KINDS = [
    (country, kind)
    for country in countries()
    for kind, rule in pack(country).interest.items()
    if rule.tables
]


@given(
    st.sampled_from(KINDS),
    st.integers(1, 10_000_000),
    st.dates(date(2016, 1, 1), date(2026, 11, 1)),
    st.data(),
)
def test_interest_is_the_sum_over_any_split_at_an_allowed_point(kinds, minor, due_on, data):
    country, kind = kinds
    until = data.draw(st.dates(due_on, date(2026, 12, 31)))
    asked = {"kind": kind, "country": country, "due_on": due_on}
    principal = Money(minor, pack(country).currency)
    whole = interest(principal, until=until, **asked)
    assert sum(line.amount.minor for line in whole.lines) == whole.amount.minor
    assert sum(line.days for line in whole.lines) == (until - due_on).days
    if whole.lines:
        cut = data.draw(st.sampled_from(whole.lines)).until_on
        before = interest(principal, until=cut, **asked)
        assert before.lines == whole.lines[: len(before.lines)]
