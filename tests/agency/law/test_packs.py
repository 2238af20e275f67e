"""Packs hold what they should, and a broken one does not load."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from agency.law.errors import LawMissing, PackError
from agency.law.interest import interest
from agency.law.packs import countries, pack, read_pack
from agency.law.packs.inventory import rows_of
from agency.law.packs.rate_rows import Rate
from agency.law.packs.rows import in_force
from agency.law.rates import EnteredRate, RateBook
from agency.law.vocabulary import InterestKind, Status
from portal.money import Money
from tests.agency.law.small_pack import SMALL


def test_a_small_pack_loads():
    made = read_pack(SMALL)
    assert made.interest[InterestKind.STATUTORY].rates[1].percent == Decimal(6)
    assert made.costs.tariffs[0].bands[1].up_to is None
    assert made.compensation is None


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        ('name = "Example"', "", "XX.name is missing"),
        ('name = "Example"', 'name = "Example"\nnick = "X"', "unknown keys: nick"),
        ('article = "art. 1"', 'article = "art. 1"\nextra = 1', "unknown keys: extra"),
        ('2026-07-01 = "6"', '2027-01-01 = "6"', "gap: no row starts on 2026-07-01"),
        ('2026-07-01 = "6"', '2026-01-01 = "6"', "overlaps"),
        ('2026-07-01 = "6"', '2025-07-01 = "6"', "overlaps"),
        ('2026-07-01 = "6"', 'july = "6"', "not a date"),
        ('2026-07-01 = "6"', "2026-07-01 = 6.0", "must be of type str"),
        ('2026-07-01 = "6"', '2026-07-01 = "six"', "not a number"),
        ('over = "100.00"', 'over = "100.01"', "bands leave a gap or overlap at 100.01"),
        ('over = "100.00"', 'over = "99.99"', "bands leave a gap or overlap at 99.99"),
        ('over = "100.00", percent', 'over = "100.00", up_to = "200.00", percent', "no end"),
        ('up_to = "100.00"', 'up_to = "0.00"', "holds nothing"),
        ('s = "Somewhere"', 't = "Elsewhere"', "unknown source “s”"),
        ('compounding = "simple"', 'compounding = "daily"', "not one of"),
        ("[interest.statutory]", "[interest.usury]", "no kind of interest"),
        ("reviewed_through = 2026-12-31", 'reviewed_through = "soon"', "must be of type date"),
    ],
)
def test_a_broken_pack_does_not_load_and_says_where(right, wrong, why):
    assert right in SMALL
    with pytest.raises(PackError, match=why):
        read_pack(SMALL.replace(right, wrong, 1))


def test_a_band_with_a_fraction_of_a_cent_does_not_load():
    with pytest.raises(ValueError, match="decimals"):
        read_pack(SMALL.replace('"100.00"', '"100.001"'))


def test_a_projected_rate_is_never_used_and_its_half_year_is_named():
    text = SMALL.replace("derived", "projected")
    rule = read_pack(text).interest_rule(InterestKind.STATUTORY)
    assert rule.rate_on(date(2026, 6, 30))[0].percent == Decimal(5)
    with pytest.raises(LawMissing, match="H2-2026"):
        rule.rate_on(date(2026, 7, 1))


def test_a_projected_row_is_not_in_force():
    rows = read_pack(SMALL).costs.tariffs
    projected = tuple(dataclasses.replace(row, status=Status.PROJECTED) for row in rows)
    assert in_force(rows, date(2026, 1, 1)) is rows[0]
    assert in_force(projected, date(2026, 1, 1)) is None


def test_a_rate_fixed_at_the_start_stays(monkeypatch):
    small = read_pack(SMALL)
    monkeypatch.setattr("agency.law.rates.pack", lambda _: small)
    run = interest(
        Money.of(36500),
        kind=InterestKind.STATUTORY,
        due_on=date(2026, 6, 29),
        until=date(2026, 7, 2),
        country="XX",
        rates=RateBook(),
    )
    assert [(line.percent, line.amount) for line in run.lines] == [
        (Decimal(5), Money.of(5)),
        (Decimal(5), Money.of(10)),
    ]


def test_a_country_inherits_field_by_field():
    dutch, european = pack("NL").compensation.rows[0], pack("EU").compensation.rows[0]
    assert dutch.amount == european.amount == Money.of(40)
    assert (dutch.article, european.article) == (
        "art. 6:96 lid 4 BW",
        "Directive 2011/7/EU art. 6",
    )


def test_the_published_trade_rates_are_the_reference_rate_and_eight_points():
    dutch = pack("NL").interest_rule(InterestKind.COMMERCIAL)
    european = pack("EU").interest_rule(InterestKind.COMMERCIAL)
    assert [(rate.valid_from, rate.percent) for rate in dutch.rates[2:]] == [
        (rate.valid_from, rate.percent) for rate in european.rates[1:]
    ]
    assert dutch.rates[1].percent == european.rates[0].percent


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        ("2013-01-01", "3"),
        ("2014-12-31", "3"),
        ("2015-01-01", "2"),
        ("2022-12-31", "2"),
        ("2023-01-01", "4"),
        ("2023-07-01", "6"),
        ("2024-01-01", "7"),
        ("2024-12-31", "7"),
        ("2025-01-01", "6"),
        ("2026-01-01", "4"),
        ("2026-12-31", "4"),
    ],
)
def test_the_statutory_rate_is_read_from_the_decree_never_computed(day, percent):
    rate, _ = pack("NL").interest_rule(InterestKind.STATUTORY).rate_on(date.fromisoformat(day))
    assert rate.percent == Decimal(percent)


@pytest.mark.parametrize("country", countries())
def test_every_rate_says_where_it_was_read(country):
    for rule in pack(country).interest.values():
        for rate in rule.rates:
            assert rate.source
            assert rate.valid_from <= rate.read_on


def test_a_pack_is_read_once():
    assert pack("NL") is pack("NL")


@pytest.mark.parametrize("country", ["XX", "nl", "../nl", "NL.NOTICES", ""])
def test_there_is_no_pack_for_an_unknown_country(country):
    with pytest.raises(LawMissing, match="no rules"):
        pack(country)


def entered(percent, valid_from, kind=InterestKind.STATUTORY):
    rate = Rate(
        percent=Decimal(percent),
        valid_from=valid_from,
        source="Royal decree, read by two people",
        read_on=date(2027, 1, 2),
        status=Status.CONFIRMED,
    )
    return EnteredRate(country="NL", kind=kind, rate=rate)


def test_an_entered_rate_fills_the_half_year_that_the_pack_lacks():
    book = RateBook([entered("5", date(2027, 1, 1))])
    run = interest(
        Money.of(36500),
        kind=InterestKind.STATUTORY,
        due_on=date(2026, 12, 30),
        until=date(2027, 1, 1),
        rates=book,
    )
    assert [(line.percent, line.amount) for line in run.lines] == [
        (Decimal(4), Money.of(4)),
        (Decimal(5), Money.of(5)),
    ]
    with pytest.raises(LawMissing, match="H2-2027"):
        book.rule("NL", InterestKind.STATUTORY).rate_on(date(2027, 7, 1))


def test_an_entered_rate_never_replaces_one_of_the_pack():
    book = RateBook([entered("99", date(2026, 7, 1))])
    rate, _ = book.rule("NL", InterestKind.STATUTORY).rate_on(date(2026, 7, 1))
    assert rate.percent == Decimal(4)


def test_a_rate_entered_for_the_united_kingdom_serves_debtors_whose_country_is_gb():
    row = entered("12", date(2027, 1, 1), InterestKind.COMMERCIAL)
    book = RateBook([dataclasses.replace(row, country="UK")])
    rate, _ = book.rule("GB", InterestKind.COMMERCIAL).rate_on(date(2027, 3, 1))
    assert rate.percent == Decimal(12)


def test_a_rate_entered_past_the_review_of_a_lasting_one_holds_for_its_half_year():
    row = dataclasses.replace(entered("5", date(2027, 1, 1)), country="LT")
    rule = RateBook([row]).rule("LT", InterestKind.STATUTORY)
    assert rule.rate_on(date(2026, 12, 31))[0].percent == Decimal(5)
    assert rule.rate_on(date(2027, 6, 30)) == (row.rate, date(2027, 7, 1))
    with pytest.raises(LawMissing, match="H2-2027"):
        rule.rate_on(date(2027, 7, 1))


def test_the_book_says_which_rates_a_day_lacks():
    book = RateBook([entered("5", date(2027, 1, 1))])
    assert book.missing("NL", date(2026, 12, 31)) == ()
    assert book.missing("NL", date(2027, 1, 1)) == (InterestKind.COMMERCIAL,)


REGIMES = """
[[regimes]]
name = "The old act"
says = "What holds now."
article = "art. 1"
valid_from = 1990-01-01
valid_to = 2026-12-31
reviewed_through = 2026-12-31
source = "s"
read_on = 2026-11-22
status = "confirmed"

[[regimes]]
name = "The new act"
says = "What is coming."
article = "art. 2"
reviewed_through = 2026-12-31
source = "s"
read_on = 2026-11-22
status = "projected"
"""


def test_an_act_without_a_date_is_shown_and_never_used():
    made = read_pack(SMALL.replace("2026-12-31", "2027-12-31") + REGIMES)
    assert [regime.is_in_force for regime in made.regimes] == [True, False]
    made.check_reviewed(date(2026, 12, 31))
    with pytest.raises(LawMissing, match="2027-01-01 has not been reviewed"):
        made.check_reviewed(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        (
            'status = "confirmed"\n\n[[regimes]]',
            'status = "projected"\n\n[[regimes]]',
            "none is in",
        ),
        ("valid_from = 1990-01-01\n", "", "has no first day"),
        ('status = "projected"', 'status = "derived"', "has no first day"),
        (
            'article = "art. 2"\nreviewed',
            'article = "art. 2"\nvalid_from = 2027-01-02\nreviewed',
            "does not follow",
        ),
    ],
)
def test_regimes_in_force_leave_no_gap(right, wrong, why):
    assert right in REGIMES
    text = REGIMES.replace(right, wrong, 1)
    if why == "does not follow":
        text = text.replace("projected", "confirmed")
    with pytest.raises(PackError, match=why):
        read_pack(SMALL + text)


@pytest.mark.parametrize("country", countries())
def test_a_pack_says_which_law_it_states_and_where_each_row_was_read(country):
    law = pack(country)
    assert law.regimes
    for row in rows_of(law):
        assert row.source
        assert row.read_on == date(2026, 11, 22)


def test_an_entered_rate_does_not_cut_into_a_half_year_of_the_pack():
    book = RateBook([entered("99", date(2026, 8, 1))])
    rate, until = book.rule("NL", InterestKind.STATUTORY).rate_on(date(2026, 9, 1))
    assert (rate.percent, until) == (Decimal(4), date(2027, 1, 1))
