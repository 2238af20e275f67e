"""Selects for entered rates, and for the countries in which the agency has debtors."""

from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.orm import joinedload

from agency.law.packs import countries
from agency.rates.models import EnteredRate
from portal import db
from portal.tenancy import acting

_COUNTRIES = text(
    # From one to the next by the index, instead of reading where each debtor lives.
    "with recursive known(code) as ("
    "(select country from debtors where agency_id = :agency_id order by country limit 1) "
    "union all select (select d.country from debtors d where d.agency_id = :agency_id "
    "and d.country > known.code order by d.country limit 1) from known where known.code is not null"
    ") select code from known where code is not null"
)
BASES = frozenset({"EU"})
"""Packs that others inherit; nobody owes by them alone."""
_ISO = {"UK": "GB"}
"""Packs whose code is not that of the country in an address."""


def entered() -> Sequence[EnteredRate]:
    """The rates that were entered and not withdrawn, the latest first."""
    return db.session.scalars(
        select(EnteredRate)
        .where(EnteredRate.withdrawn_at.is_(None))
        .options(joinedload(EnteredRate.enterer), joinedload(EnteredRate.confirmer))
        .order_by(EnteredRate.valid_from.desc(), EnteredRate.country, EnteredRate.kind)
    ).all()


def with_packs() -> list[str]:
    """The countries whose law is known, by code."""
    return [_ISO.get(code, code) for code in countries() if code not in BASES]


def countries_with_debtors() -> set[str]:
    """The countries whose law is known and in which the agency has debtors."""
    return {*with_packs()} & {*countries_of_debtors()}


def countries_of_debtors() -> list[str]:
    """The countries of the agency's debtors, by code."""
    found = db.session.execute(_COUNTRIES, {"agency_id": acting().agency_id})
    return [code for (code,) in found]
