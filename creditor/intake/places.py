"""Countries, languages and postcodes as people write them."""

import re
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.core import get_global

from portal.errors import Words
from portal.i18n import READ_AS

NAMED_IN = ("en", "nl", "de", "fr", "nb", "lt")
ALSO = {"holland": "NL", "uk": "GB", "england": "GB", "belgie/belgique": "BE", "brd": "DE"}
POSTCODES = {
    "NL": (re.compile(r"([1-9]\d{3}) ?([A-Z]{2})"), Words("a Dutch postcode, such as 1234 AB")),
    "BE": (re.compile(r"([1-9]\d{3})"), Words("a Belgian postcode of four digits")),
    "LU": (re.compile(r"(\d{4})"), Words("a Luxembourg postcode of four digits")),
    "DE": (re.compile(r"(\d{5})"), Words("a German postcode of five digits")),
    "FR": (re.compile(r"(\d{5})"), Words("a French postcode of five digits")),
    "IT": (re.compile(r"(\d{5})"), Words("an Italian postcode of five digits")),
    "ES": (re.compile(r"(\d{5})"), Words("a Spanish postcode of five digits")),
    "AT": (re.compile(r"(\d{4})"), Words("an Austrian postcode of four digits")),
    "CH": (re.compile(r"(\d{4})"), Words("a Swiss postcode of four digits")),
    "NO": (re.compile(r"(\d{4})"), Words("a Norwegian postcode of four digits")),
    "DK": (re.compile(r"(\d{4})"), Words("a Danish postcode of four digits")),
    "SE": (re.compile(r"(\d{3}) ?(\d{2})"), Words("a Swedish postcode of five digits")),
}


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """The two-letter code of a country given by code or by its name in a language of `NAMED_IN`."""
    return _countries().get(text.strip().casefold())


@lru_cache(maxsize=4096)
def language_code(text: str) -> str | None:
    """The two-letter code of a language given by code, tag (nl-NL) or name."""
    text = text.strip().casefold()
    code = _languages().get(text) or _languages().get(re.split(r"[-_]", text)[0])
    return READ_AS.get(code, code) if code else None


@lru_cache(maxsize=16_384)
def postcode_of(text: str, country: str) -> str:
    """The postcode as its country writes it. ValueError, in words, when it cannot be one."""
    plain = re.sub(rf"^(?:{country}|{country[0]})-\s*", "", text.upper())
    if country not in POSTCODES:
        return plain
    pattern, words = POSTCODES[country]
    match = pattern.fullmatch(plain)
    if not match:
        lost = words.endswith("digits") and pattern.fullmatch("0" + plain)
        with_hint = Words(
            "“%(text)s” is not %(what)s. A leading zero may be lost.", text=text, what=words
        )
        raise ValueError(
            with_hint if lost else Words("“%(text)s” is not %(what)s.", text=text, what=words)
        )
    return " ".join(match.groups())


@cache
def _countries() -> dict[str, str]:
    found = ALSO | _names("territories", re.compile(r"(?!EU|EZ|UN|QO|X[AB]|ZZ)[A-Z]{2}"))
    for old, new in get_global("territory_aliases").items():
        if re.fullmatch(r"[A-Z]{3}", str(old)) and len(new) == 1:
            found.setdefault(str(old).casefold(), new[0])
    return found


@cache
def _languages() -> dict[str, str]:
    return _names("languages", re.compile(r"[a-z]{2}"))


def _names(what: Literal["territories", "languages"], codes: re.Pattern[str]) -> dict[str, str]:
    """The code of each code and name, casefolded."""
    found = {}
    for language in NAMED_IN:
        for code, name in getattr(Locale(language), what).items():
            if codes.fullmatch(code):
                found[code.casefold()] = code
                found.setdefault(name.casefold(), code)
    return found
