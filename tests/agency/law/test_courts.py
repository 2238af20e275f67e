"""Which courts are open to a claim, and what they cost."""

from datetime import date

import pytest

from agency.law.courts import court_fee, routes
from agency.law.errors import LawMissing
from agency.law.vocabulary import Claimant, DebtorKind
from portal.money import Money

ON = date(2026, 11, 22)


def open_to(country, claim, debtor="business", **more):
    currency = {"NO": "NOK", "UK": "GBP"}.get(country, "EUR")
    found = routes(country, Money.of(claim, currency), debtor=DebtorKind(debtor), on=ON, **more)
    return [route.court.route for route in found]


@pytest.mark.parametrize(
    ("country", "claim", "debtor", "more", "expected"),
    [
        ("NL", "25000", "consumer", {}, ["kantonrechter"]),
        ("NL", "25000.01", "consumer", {}, ["rechtbank"]),
        ("NL", "5000", "consumer", {"cross_border": True}, ["escp", "epo", "kantonrechter"]),
        ("NL", "5000.01", "consumer", {"cross_border": True}, ["epo", "kantonrechter"]),
        ("BE", "1860", "business", {}, ["ios", "summary_order", "justice_of_the_peace"]),
        ("BE", "1860", "consumer", {}, ["summary_order", "justice_of_the_peace"]),
        ("BE", "1860", "business", {"disputed": True}, ["justice_of_the_peace"]),
        ("DE", "10000", "consumer", {}, ["mahnverfahren", "amtsgericht"]),
        ("DE", "10000.01", "consumer", {}, ["mahnverfahren", "landgericht"]),
        ("NO", "199999.99", "consumer", {}, ["forliksrad"]),
        ("NO", "200000", "consumer", {}, ["forliksrad", "tingrett"]),
        ("LT", "2000", "consumer", {}, ["court_order", "small_claims"]),
        ("FR", "5000.01", "consumer", {}, ["injonction_de_payer"]),
        ("UK", "300", "consumer", {}, ["money_claim"]),
    ],
)
def test_a_claim_finds_its_routes(country, claim, debtor, more, expected):
    assert open_to(country, claim, debtor, **more) == expected


@pytest.mark.parametrize(
    ("claim", "claimant", "year", "fee"),
    [
        ("500", "legal", 2026, "139"),
        ("500.01", "legal", 2026, "350"),
        ("12500.01", "legal", 2026, "1504"),
        ("2500", "natural", 2026, "265"),
        ("1000", "low_means", 2024, "87"),
        ("1000", "legal", 2022, "322"),
    ],
)
def test_the_dutch_fee_goes_by_claim_claimant_and_year(claim, claimant, year, fee):
    on = date(year, 6, 30)
    found = court_fee("NL", "kantonrechter", Money.of(claim), claimant=Claimant(claimant), on=on)
    assert found.amount == Money.of(fee)
    assert found.source


@pytest.mark.parametrize(
    ("claim", "fee"),
    [("300", "35"), ("300.01", "50"), ("10000", "455"), ("123456.78", "6172.83")],
)
def test_the_british_fee_is_rounded_down_to_the_penny(claim, fee):
    found = court_fee("UK", "money_claim", Money.of(claim, "GBP"), on=ON)
    assert found.amount == Money.of(fee, "GBP")


def test_the_norwegian_fee_is_so_many_times_the_court_fee_of_the_year():
    found = court_fee("NO", "forliksrad", Money.of(1, "NOK"), on=ON)
    assert (found.amount, found.base) == (Money.of(1546, "NOK"), Money.of(1345, "NOK"))


def test_a_fee_of_a_year_that_nobody_read_is_refused_by_name():
    with pytest.raises(LawMissing, match="2025"):
        court_fee("NL", "kantonrechter", Money.of(100), on=date(2025, 6, 30))
    [route] = routes("NL", Money.of(100), debtor=DebtorKind.CONSUMER, on=date(2025, 6, 30))
    assert route.fee is None
    assert "2025" in route.why_no_fee


def test_an_unknown_court_is_refused():
    with pytest.raises(LawMissing, match="no court"):
        court_fee("NL", "tribunal", Money.of(100), on=ON)
