"""Reminders in the creditor's own name: free, of the invoice alone, and saying who sends them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agency.law.errors import LawMissing
from agency.law.gates import CostGate, counts_as_demand
from agency.law.notices import check_notice, runs_by_law, wording
from agency.law.vocabulary import DebtorKind, NoticeKind
from portal.money import Money
from tests.agency.law.letters import FACTS, rendered

OWN = NoticeKind.OWN_REMINDER
COUNTRIES = ["NL", "BE", "DE", "FR", "LT", "NO", "UK"]
ALONE = replace(
    FACTS,
    interest=Money.zero(),
    costs=Money.zero(),
    total=FACTS.principal,
    law_firm="",
    lawyer="",
    interest_runs=False,
)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("debtor", DebtorKind)
@pytest.mark.parametrize("locale", ["en", "nl", "fr", "de", "nb", "lt"])
def test_it_holds_all_that_it_must_in_every_language(country, debtor, locale):
    text = rendered(OWN, debtor, locale, ALONE, country)
    assert check_notice(text, OWN, debtor, ALONE, country=country) == []


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize(
    "words", ["incassokosten", "collection costs", "frais de recouvrement", "Mahngebühren"]
)
def test_it_never_speaks_of_costs(country, words):
    text = rendered(OWN, DebtorKind.CONSUMER, "en", ALONE, country)
    found = check_notice(f"{text} {words}", OWN, DebtorKind.CONSUMER, ALONE, country=country)
    assert any("Collection costs" in problem for problem in found)


@pytest.mark.parametrize("country", COUNTRIES)
def test_it_starts_no_term_and_is_no_demand(country):
    for debtor in DebtorKind:
        assert not runs_by_law(country, OWN, debtor)
        assert not counts_as_demand(country, debtor, OWN, date(2026, 11, 23))


def test_where_no_rule_is_known_there_is_none():
    with pytest.raises(LawMissing):
        wording("US", OWN, DebtorKind.CONSUMER, "en")


def test_costs_that_begin_while_the_invoice_alone_is_asked_begin_after_it():
    due, until = date(2026, 10, 1), date(2026, 10, 8)
    gate = CostGate(due + timedelta(1), due, "From the day after the due date.", "art. 6:96")
    spared = gate.spared_until(until)
    assert not spared.is_open(until)
    assert spared.is_open(until + timedelta(1))
    assert spared.base_on == until
    later = CostGate(date(2026, 10, 20), date(2026, 10, 19), "After the free term.", "art. 6:96")
    assert later.spared_until(until) == later
    never = CostGate(None, None, "The creditor bears them.", "")
    assert never.spared_until(until) == never
