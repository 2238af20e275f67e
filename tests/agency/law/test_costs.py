"""Collection costs: the staffel, its edges, VAT, several claims, small instalments, businesses."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.costs import CostStep, Instalment, collection_costs
from agency.law.errors import LawMissing
from agency.law.vat import vat, vat_rate
from agency.law.vocabulary import DebtorKind
from portal.money import Money

CONSUMER, BUSINESS = DebtorKind.CONSUMER, DebtorKind.BUSINESS
ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("principal", "costs"),
    [
        ("0.01", "40.00"),
        ("266.66", "40.00"),
        ("266.70", "40.01"),
        ("2500", "375.00"),
        ("2500.10", "375.01"),
        ("5000", "625.00"),
        ("10000", "875.00"),
        ("200000", "2775.00"),
        ("999999", "6775.00"),
        ("1000000", "6775.00"),
        ("9000000", "6775.00"),
    ],
)
def test_the_staffel_at_its_edges(principal, costs):
    got = collection_costs(Money.of(principal), debtor=CONSUMER, on=ON)
    assert got.total == Money.of(costs)


def test_the_lines_show_each_band_and_add_up():
    costs = collection_costs(Money.of(4000), debtor=CONSUMER, on=ON)
    assert [(line.base, line.percent, line.amount) for line in costs.lines] == [
        (Money.of(2500), Decimal(15), Money.of(375)),
        (Money.of(1500), Decimal(10), Money.of(150)),
    ]
    assert costs.amount == Money.of(525)


def test_the_lines_show_what_lifts_to_the_minimum_and_holds_at_the_maximum():
    least = collection_costs(Money.of(100), debtor=CONSUMER, on=ON).lines[-1]
    most = collection_costs(Money.of(2_000_000), debtor=CONSUMER, on=ON).lines[-1]
    assert (least.step, least.amount) == (CostStep.MINIMUM, Money.of(25))
    assert (most.step, most.amount) == (CostStep.MAXIMUM, Money.of(-5000))


def test_nothing_owed_costs_nothing():
    costs = collection_costs(Money(0), debtor=CONSUMER, on=ON)
    assert (costs.total, costs.lines) == (Money(0), ())


@pytest.mark.parametrize(
    ("deducts", "declared", "tax"),
    [(True, False, 0), (True, True, 0), (False, False, 0), (False, True, "31.50")],
)
def test_vat_comes_on_top_only_if_it_cannot_be_deducted_and_that_was_declared(
    deducts, declared, tax
):
    costs = collection_costs(
        Money.of(1000),
        debtor=CONSUMER,
        on=ON,
        creditor_deducts_vat=deducts,
        vat_declared=declared,
    )
    assert (costs.amount, costs.vat) == (Money.of(150), Money.of(tax))
    assert sum((line.amount for line in costs.lines), Money(0)) == costs.total


def test_several_claims_of_one_creditor_count_as_one_principal():
    costs = collection_costs([Money.of(100)] * 3, debtor=CONSUMER, on=ON)
    assert costs.total == Money.of(45)
    assert costs.article == "art. 6:96 lid 7 BW"


def test_a_business_owes_forty_without_a_demand_and_the_staffel_with_one():
    undemanded = collection_costs(Money.of(1000), debtor=BUSINESS, on=ON, demanded=False)
    demanded = collection_costs(Money.of(1000), debtor=BUSINESS, on=ON)
    assert (undemanded.total, undemanded.lines[0].article) == (Money.of(40), "art. 6:96 lid 4 BW")
    assert demanded.total == Money.of(150)


@pytest.mark.parametrize(
    ("on", "instalment", "charged", "costs"),
    [
        (date(2024, 9, 30), "50", "140", "40"),
        (date(2024, 10, 1), "50", "0", "40"),
        (date(2024, 10, 1), "50", "120", "20"),
        (date(2024, 10, 1), "50", "140", "0"),
        (date(2024, 10, 1), "266.66", "140", "0"),
        (date(2024, 10, 1), "266.67", "140", "40"),
    ],
)
def test_small_instalments_cost_at_most_140_in_six_months_since_october_2024(
    on, instalment, charged, costs
):
    amount = Money.of(instalment)
    part = Instalment(amount, Money.of(charged))
    got = collection_costs(amount, debtor=CONSUMER, on=on, instalment=part)
    assert got.total == Money.of(costs)
    assert sum((line.amount for line in got.lines), Money(0)) == got.total


def test_costs_are_refused_for_days_that_nobody_reviewed():
    with pytest.raises(LawMissing, match="H1-2027"):
        collection_costs(Money.of(100), debtor=CONSUMER, on=date(2027, 1, 1))
    with pytest.raises(LawMissing, match="no tariff"):
        collection_costs(Money.of(100), debtor=CONSUMER, on=date(2012, 6, 30))


def test_a_negative_principal_is_refused():
    with pytest.raises(ValueError, match="zero or more"):
        collection_costs(Money.of(-1), debtor=CONSUMER, on=ON)


def test_the_vat_rate_has_its_label_and_source():
    assert vat_rate("NL", ON) == Decimal(21)
    assert vat("NL", ON).label == "btw 21%"
    assert "2012" in vat("NL", ON).source
    with pytest.raises(LawMissing, match="VAT"):
        vat_rate("NL", date(2012, 9, 30))


@given(st.integers(0, 200_000_000), st.integers(0, 200_000_000), st.sampled_from(DebtorKind))
def test_costs_never_fall_as_the_principal_grows(one, other, debtor):
    less, more = sorted((one, other))
    small = collection_costs(Money(less), debtor=debtor, on=ON)
    large = collection_costs(Money(more), debtor=debtor, on=ON)
    assert small.total <= large.total


@given(st.lists(st.integers(1, 500_000), min_size=1, max_size=5))
def test_one_letter_for_all_never_costs_more_than_one_for_each(minor):
    claims = [Money(amount) for amount in minor]
    each = sum(collection_costs(claim, debtor=CONSUMER, on=ON).total.minor for claim in claims)
    assert collection_costs(claims, debtor=CONSUMER, on=ON).total.minor <= each + len(claims)
