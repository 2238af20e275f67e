"""The book of rates that the acting agency charges by: those of the packs, and its own."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select

from agency.law.packs.rate_rows import Rate
from agency.law.rates import PACK_RATES, RateBook
from agency.law.rates import EnteredRate as Entered
from agency.law.vocabulary import InterestKind, Status
from agency.rates.models import EnteredRate
from portal import db
from portal.tenancy import acting

STANDING = (
    select(
        EnteredRate.country,
        EnteredRate.kind,
        EnteredRate.valid_from,
        EnteredRate.percent,
        EnteredRate.source,
        EnteredRate.read_on,
    )
    .where(
        EnteredRate.agency_id == bindparam("agency_id"),
        EnteredRate.confirmed_at.is_not(None),
        EnteredRate.withdrawn_at.is_(None),
    )
    .order_by(EnteredRate.country, EnteredRate.kind, EnteredRate.valid_from)
)
"""The rows that `book_of` reads; may be asked together with others."""


def rate_book() -> RateBook:
    """The rates by which the acting agency charges."""
    return book_of(db.session.execute(STANDING, {"agency_id": acting().agency_id}))


def book_of(rows: Iterable[Any]) -> RateBook:
    """The book of the packs with the rows of `STANDING`."""
    standing = tuple(tuple(row) for row in rows)
    return _book(standing) if standing else PACK_RATES


@lru_cache(maxsize=512)
def _book(standing: tuple[tuple[str, str, date, Decimal, str, date], ...]) -> RateBook:
    """Kept, since putting the rules together takes longer than a charge."""
    return RateBook(
        Entered(
            country=country,
            kind=InterestKind(kind),
            rate=Rate(
                valid_from=valid_from,
                percent=percent,
                source=source,
                read_on=read_on,
                status=Status.CONFIRMED,
            ),
        )
        for country, kind, valid_from, percent, source, read_on in standing
    )
