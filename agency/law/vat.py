"""The standard rate of VAT, for fees and for costs that carry it."""

from datetime import date
from decimal import Decimal

from agency.law.errors import LawMissing
from agency.law.packs import pack
from agency.law.packs.cost_rows import VatRate
from agency.law.packs.rows import in_force


def vat(country: str, on: date) -> VatRate:
    """The standard rate in force on a day, with its label and source. LawMissing where unknown."""
    found = in_force(pack(country).vat, on)
    if found is None:
        raise LawMissing(
            "The VAT rate of %(country)s on %(on)s is not known.", country=country, on=on
        )
    return found


def vat_rate(country: str, on: date) -> Decimal:
    """The standard rate in percent: 21 for the Netherlands."""
    return vat(country, on).percent
