"""Selects for entered rates, and for the countries in which the agency has debtors."""

from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.orm import joinedload

from agency.law.packs import countries
from agency.rates.models import EnteredRate
from portal import db
from portal.tenancy import acting

_WITH_DEBTORS = text(
    "select c.code from unnest(cast(:codes as text[])) as c(code) where exists ("
    "select 1 from debtors d where d.agency_id = :agency_id and d.country = c.code)"
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
    found = db.session.execute(
        _WITH_DEBTORS, {"codes": with_packs(), "agency_id": acting().agency_id}
    )
    return {code for (code,) in found}
