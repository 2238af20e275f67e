"""What tells two debtors of one creditor apart: its own number, else a register's, else the address."""

import re
import unicodedata

from agency.cases.facts import DebtorFacts
from agency.law.vocabulary import DebtorKind

_LEGAL_FORMS = re.compile(r"\b(b\.?v|n\.?v|v\.?o\.?f|gmbh|ltd|sarl|as|holding)\b\.?")
_SIGNS = re.compile(r"[^a-z0-9]+")
_HOUSE_NO = re.compile(r"\d+\s*[a-z]?\b")


def match_key(debtor: DebtorFacts) -> str:
    """The same text for the same debtor, whatever the spelling. Never empty."""
    if debtor.customer_no:
        return f"customer:{bare(debtor.customer_no)}"
    if debtor.kind is DebtorKind.BUSINESS and debtor.org_no:
        return f"register:{debtor.country}:{bare(debtor.org_no)}"
    if debtor.kind is DebtorKind.BUSINESS and debtor.vat_no:
        return f"vat:{bare(debtor.vat_no)}"
    name = plain(debtor.name)
    if debtor.kind is DebtorKind.BUSINESS:
        name = _LEGAL_FORMS.sub("", name)
    house = _HOUSE_NO.search(plain(debtor.street))
    place = bare(debtor.postcode) + (house[0].replace(" ", "") if house else "")
    return f"{debtor.kind}:{debtor.country}:{bare(name)}:{place or bare(debtor.email)}"


def plain(text: str) -> str:
    """A text without marks on its letters and without capitals."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def bare(text: str) -> str:
    """Its letters and digits alone."""
    return _SIGNS.sub("", plain(text))
