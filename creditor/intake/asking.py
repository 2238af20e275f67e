"""What a hand-over asks for the law's sake: where it matters, and where it does not, not at all."""

from collections.abc import Iterable
from datetime import date

from babel.lists import format_list

from agency.clients.countries import country_name
from agency.law.costs.asked import asked, countries_asking
from agency.law.vocabulary import Circumstance, DebtorKind

FIELDS = {
    Circumstance.COSTS_CLAUSE: ("costs_clause",),
    Circumstance.AGREED_COSTS: ("agreed_costs",),
    Circumstance.DUE_AGREED: ("due_agreed",),
    Circumstance.DISPUTED: ("disputed",),
    Circumstance.LETTERS: ("reminder_on", "own_demand_on"),
}
"""The fields of a claim by what the law asks. What was proven, the agency judges later."""


def asked_in(country: str, on: date) -> frozenset[str]:
    """The fields that the law of a country asks for, of any kind of debtor."""
    what = {each for debtor in DebtorKind for each in asked(country, debtor, on)}
    return frozenset(name for each in what for name in FIELDS.get(each, ()))


def asking(on: date, locale: str) -> dict[str, str]:
    """By field, the countries whose law asks for it, by name."""
    return {
        name: _named(countries_asking(what, on), locale)
        for what, names in FIELDS.items()
        for name in names
    }


def all_asking(on: date, locale: str) -> str:
    """All countries whose law asks for any of it."""
    codes = {code for what in FIELDS for code in countries_asking(what, on)}
    return _named(codes, locale)


def _named(codes: Iterable[str], locale: str) -> str:
    """Countries by name, one after another as the reader writes it."""
    return str(format_list(sorted(country_name(code, locale) for code in codes), locale=locale))
