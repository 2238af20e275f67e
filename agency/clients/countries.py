"""Countries to choose from, by name in the reader's language."""

from functools import cache

import pycountry
from babel import Locale


def is_country(code: str) -> bool:
    """Whether two letters name a country (ISO 3166-1)."""
    return code in _codes()


@cache
def country_options(locale: str) -> list[tuple[str, str]]:
    """Codes and names, by name."""
    names = Locale.parse(locale).territories
    return sorted(
        ((code, str(names.get(code, code))) for code in _codes()), key=lambda option: option[1]
    )


def country_name(code: str, locale: str) -> str:
    """What a country is called in a language."""
    return str(Locale.parse(locale).territories.get(code, code))


@cache
def _codes() -> frozenset[str]:
    return frozenset(country.alpha_2 for country in pycountry.countries)
