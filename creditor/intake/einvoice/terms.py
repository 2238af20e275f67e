"""The business terms of an electronic invoice (EN 16931), whichever syntax carried them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from portal.errors import Refused

if TYPE_CHECKING:
    from lxml.etree import _Element

ZERO = Decimal(0)
MOST_LINES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Seller or buyer: BG-4 or BG-7 with address and contact."""

    name: str = ""
    trade_name: str = ""
    number: str = ""
    """BT-46: what the other side calls it, such as a customer number."""
    org_no: str = ""
    vat: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """BG-25: what was sold. `extras` are its charges less its allowances."""

    number: str
    item: str
    net: Decimal
    quantity: Decimal | None = None
    price: Decimal | None = None
    per: Decimal = Decimal(1)
    extras: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """BG-23: one line of the VAT breakdown; `rate` in percent."""

    basis: Decimal
    tax: Decimal
    rate: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """BG-22: BT-106 to BT-115. None where the document does not say."""

    lines: Decimal | None
    allowances: Decimal | None
    charges: Decimal | None
    net: Decimal | None
    tax: Decimal | None
    gross: Decimal | None
    prepaid: Decimal | None
    rounding: Decimal | None
    payable: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice as it says it is; nothing is checked yet."""

    syntax: str
    type_code: str
    number: str
    issued_on: date | None
    due_on: date | None
    payment_terms: str
    currency: str
    seller: Party
    buyer: Party
    totals: Totals
    lines: list[InvoiceLine] = field(default_factory=list)
    allowances: list[Decimal] = field(default_factory=list)
    charges: list[Decimal] = field(default_factory=list)
    taxes: list[TaxGroup] = field(default_factory=list)


class Node:
    """A place in the document, asked by short paths such as `cac:Party/cbc:Name`."""

    def __init__(self, element: "_Element", names: dict[str, str]) -> None:
        self.element, self.names = element, names

    def all(self, path: str) -> Iterator["Node"]:
        """Every element at the path."""
        for found in self.element.iterfind(path, self.names):
            yield Node(found, self.names)

    def first(self, *paths: str) -> "Node | None":
        """The first element at the first path that has one."""
        return next((node for path in paths for node in self.all(path)), None)

    def text(self, *paths: str) -> str:
        """Its own text, or that of the first path that has any; on one line."""
        if not paths:
            return " ".join((self.element.text or "").split())
        return next(
            (text for path in paths for node in self.all(path) if (text := node.text())), ""
        )

    def amount(self, path: str) -> Decimal | None:
        """The number at the path. Refused when it is none."""
        text = self.text(path)
        return decimal_of(text, path) if text else None

    def day(self, *paths: str) -> date | None:
        """The date at the path, as ISO or as YYYYMMDD. Refused when it does not exist."""
        text = self.text(*paths)
        if not text:
            return None
        match = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)(?:Z|[+-]\d\d:\d\d)?", text, re.ASCII)
        try:
            return date(*map(int, match.groups())) if match else _no_date(text)
        except ValueError:
            return _no_date(text)


def decimal_of(text: str, what: str) -> Decimal:
    """A plain decimal number, as XML writes it. Refused, in words, on anything else."""
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(?:\.[0-9]{0,10})?", text):
        raise Refused(
            "The invoice says “%(text)s” where a number belongs (%(what)s).",
            text=text[:40],
            what=what,
        )
    return Decimal(text)


def _no_date(text: str) -> date:
    raise Refused(
        "The invoice says “%(text)s” where a date belongs. No such date exists.", text=text[:40]
    )
