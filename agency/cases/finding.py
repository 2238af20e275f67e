"""The words by which a case is found, and by which the same debtor is known at other creditors. Pure."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from agency.cases.matching import bare, plain

_WORD = re.compile(r"[a-z0-9]+")
_LETTERS_FIRST = re.compile(r"^[a-z]+(?=[0-9])")
_HOUSE_NO = re.compile(r"[0-9]+ *[a-z]?\b")
LEAST = 2
"""The fewest characters that are worth finding by."""
BEYOND = "\U0010ffff"
"""Sorts after every character, so that `term < word + BEYOND` holds for all that begin with it."""


class TermKind(StrEnum):
    """What a word is of."""

    NAME = "name"
    CUSTOMER = "customer"
    INVOICE = "invoice"
    EMAIL = "email"
    REGISTER = "register"
    VAT = "vat"
    PLACE = "place"


TELLING = (TermKind.REGISTER, TermKind.VAT, TermKind.EMAIL, TermKind.PLACE)
"""What two creditors write alike of one debtor. A name alone is not enough."""

Term = tuple[TermKind, str]


class Known(Protocol):
    """What is known of a debtor, handed over or on file."""

    @property
    def name(self) -> str: ...
    @property
    def customer_no(self) -> str: ...
    @property
    def org_no(self) -> str: ...
    @property
    def vat_no(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def street(self) -> str: ...
    @property
    def postcode(self) -> str: ...


def terms_of_debtor(debtor: Known) -> set[Term]:
    """The words of a debtor: its name's, its numbers, its e-mail, and name and address as one."""
    found = {(TermKind.NAME, word) for word in words(debtor.name)}
    found |= {
        (kind, bare(text))
        for kind, text in (
            (TermKind.CUSTOMER, debtor.customer_no),
            (TermKind.REGISTER, debtor.org_no),
            (TermKind.VAT, debtor.vat_no),
            (TermKind.EMAIL, debtor.email),
        )
    }
    if debtor.postcode:
        house = _HOUSE_NO.search(plain(debtor.street))
        number = house[0].replace(" ", "") if house else ""
        found.add((TermKind.PLACE, f"{bare(debtor.postcode)}{number}{bare(debtor.name)}"))
    return _worth(found)


def terms_of_invoice(invoice_no: str) -> set[Term]:
    """An invoice number, and the same without the letters that it begins with."""
    whole = bare(invoice_no)
    return _worth({(TermKind.INVOICE, text) for text in (whole, _LETTERS_FIRST.sub("", whole))})


def words(text: str) -> list[str]:
    """The words of a text that are worth finding by, in their order."""
    return [word for word in _WORD.findall(plain(text)) if len(word) >= LEAST]


def asked_for(text: str) -> list[str]:
    """What somebody typed into the search box, as beginnings of terms. Numbers keep to one piece."""
    found: list[str] = []
    for piece in text.split():
        one = bare(piece)
        has_digit = any(c.isdigit() for c in one)
        found += [one] if has_digit or "@" in piece else _WORD.findall(plain(piece))
    return [word for word in found if len(word) >= LEAST][:6]


def _worth(terms: Iterable[Term]) -> set[Term]:
    return {(kind, text) for kind, text in terms if len(text) >= LEAST}
