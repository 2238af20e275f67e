"""How days are counted and where a stretch ends, as the pack says."""

from datetime import date
from decimal import Decimal

import pytest

from agency.law.errors import LawMissing, PackError
from agency.law.interest import interest
from agency.law.packs import read_pack
from agency.law.rates import RateBook
from agency.law.vocabulary import InterestKind
from portal.money import Money
from tests.agency.law.small_pack import SMALL


def run_by(monkeypatch, text, **asked):
    """Statutory interest on 1000.00 by a small pack."""
    made = read_pack(text)
    monkeypatch.setattr("agency.law.rates.pack", lambda _: made)
    return interest(
        Money.of(1000), kind=InterestKind.STATUTORY, country="XX", rates=RateBook(), **asked
    )


RUNNING = SMALL.replace('rate_fixing = "at_start"', 'rate_fixing = "running"')
LEAP = RUNNING.replace("2026-01-01 =", "2024-01-01 =").replace("2026-07-01 =", "2024-07-01 =")
WHOLE_2024 = {"due_on": date(2023, 12, 31), "until": date(2024, 12, 31)}


def test_a_leap_year_counts_366_days_only_where_the_convention_says_so(monkeypatch):
    same = LEAP.replace('= "6"', '= "5"')
    by_365 = run_by(monkeypatch, same, **WHOLE_2024)
    by_actual = run_by(monkeypatch, same.replace("act/365", "act/act"), **WHOLE_2024)
    assert (by_365.amount, by_actual.amount) == (Money.of("50.14"), Money.of("50.00"))


def test_a_stretch_runs_through_a_half_year_only_where_the_convention_says_so(monkeypatch):
    same = LEAP.replace('= "6"', '= "5"')
    merged = same.replace('split_at = "half_year"', 'split_at = "rate_change"')
    assert len(run_by(monkeypatch, same, **WHOLE_2024).lines) == 2
    assert len(run_by(monkeypatch, merged, **WHOLE_2024).lines) == 1
    changed = LEAP.replace('split_at = "half_year"', 'split_at = "rate_change"')
    assert [line.days for line in run_by(monkeypatch, changed, **WHOLE_2024).lines] == [182, 184]


def test_a_rate_by_the_year_must_be_known_for_each_year(monkeypatch):
    yearly = RUNNING.replace('split_at = "half_year"', 'split_at = "half_year"\nholds = "year"')
    yearly = yearly.replace("2026-07-01", "2027-01-01")
    table = read_pack(yearly).interest_rule(InterestKind.STATUTORY)
    assert table.rate_on(date(2026, 12, 31))[0].percent == Decimal(5)
    with pytest.raises(LawMissing, match="for 2028 is not known"):
        table.rate_on(date(2028, 1, 1))
    with pytest.raises(PackError, match="no row starts on 2027-01-01"):
        read_pack(yearly.replace("2027-01-01", "2028-01-01"))


def test_a_rate_until_it_is_changed_holds_no_longer_than_somebody_looked():
    lasting = RUNNING.replace(
        'split_at = "half_year"', 'split_at = "half_year"\nholds = "until_changed"'
    )
    rule = read_pack(lasting).interest_rule(InterestKind.STATUTORY)
    assert rule.rate_on(date(2026, 12, 31))[0].percent == Decimal(6)
    with pytest.raises(LawMissing, match="H1-2027"):
        rule.rate_on(date(2027, 1, 1))
