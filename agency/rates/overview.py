"""What the page of the rates shows: what holds, what is missing, what was entered."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from flask import url_for
from flask_babel import gettext as _

from agency.law.errors import LawMissing
from agency.law.packs.rate_rows import Rate
from agency.law.rates import RateBook
from agency.rates import queries
from agency.rates.books import rate_book
from agency.rates.models import EnteredRate
from agency.rates.periods import Named, rates_of
from portal import clock
from portal.accounts.guards import current_membership
from portal.accounts.permissions import Permission
from portal.filters import day
from portal.tenancy import acting


@dataclass(frozen=True, slots=True)
class Held:
    """A rate of a country: what holds today, and the first days of periods without one."""

    named: Named
    now: Rate | None
    missing: Sequence[date]


@dataclass(frozen=True, slots=True)
class Own:
    """A rate that was entered, and what the pack says of it by now."""

    rate: EnteredRate
    in_pack: Decimal | None

    @property
    def differs(self) -> bool:
        """Whether the pack has the same rate with another figure, which then counts."""
        return self.in_pack is not None and self.in_pack != self.rate.percent


def held(countries: Sequence[str]) -> list[Held]:
    """The rates of countries, as the agency charges by them."""
    book = rate_book()
    return [_held(named, book) for country in countries for named in rates_of(country)]


def own() -> list[Own]:
    """The rates that the agency entered."""
    return [
        Own(rate, found.percent if (found := _named(rate).in_pack(rate.valid_from)) else None)
        for rate in queries.entered()
    ]


def missing() -> list[Held]:
    """The rates that lack, today or soon, in countries where the agency has debtors."""
    hour = clock.now().strftime("%Y%m%d%H")
    return [it for it in held(_served(acting().agency_id, hour)) if it.missing]


def warnings() -> list[tuple[str, str]]:
    """What those who enter rates are told on the worklist, with where to go."""
    membership = current_membership()
    if membership is None or not membership.may(Permission.ENTER_RATES):
        return []
    days = sorted({since for it in missing() for since in it.missing})
    return [
        (
            _(
                "Interest rates are missing from %(day)s. Without them no interest is charged.",
                day=day(since),
            ),
            url_for("agency.rates.index"),
        )
        for since in days
    ]


def _held(named: Named, book: RateBook) -> Held:
    today = clock.today()
    starts = named.starts(today)
    return Held(
        named,
        _rate_on(named, book, today),
        [start for start in starts if _rate_on(named, book, start) is None],
    )


def _rate_on(named: Named, book: RateBook, on: date) -> Rate | None:
    try:
        return book.rule(named.country, named.kind).tables[-1].rate_on(on)[0]
    except LawMissing:
        return None


def _named(rate: EnteredRate) -> Named:
    return next(it for it in rates_of(rate.country) if it.kind == rate.kind)


@lru_cache(maxsize=1024)
def _served(_agency_id: uuid.UUID, _hour: str) -> tuple[str, ...]:
    """The countries with debtors; asked once in an hour, as the worklist is opened all day."""
    return tuple(sorted(queries.countries_with_debtors()))
