"""Which debtors' data is due to be erased, found in sets; and what of it must still be kept, and why."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Date, Select, and_, cast, exists, func, not_, select

from agency.cases.models import Case, Debtor
from agency.compliance.kinds import Stage
from agency.compliance.models import ErasedDebtor, LegalHold
from agency.compliance.terms import kept_until, last_day_past
from agency.law.errors import LawMissing
from agency.law.vocabulary import RecordKind
from agency.ledger.models import Entry
from agency.rates.queries import countries_of_debtors
from portal import clock, db
from portal.accounts.models import Agency
from portal.bulk import among
from portal.i18n import said
from portal.tenancy import acting

_RECORDS = {Stage.FILE: RecordKind.CLAIM_FILE, Stage.BOOKS: RecordKind.ACCOUNTING}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A country whose terms are not known: nothing of its debtors is erased."""

    country: str
    why: str


def unknown() -> list[Unknown]:
    """Where nothing is erased, since nobody knows how long it must be kept."""
    found = []
    for country in countries_of_debtors():
        try:
            last_day_past(country, RecordKind.CLAIM_FILE, clock.today())
        except LawMissing as error:
            found.append(Unknown(country, said(error.words)))
    return found


def due(stage: Stage) -> list[Select[Any]]:
    """The debtors whose time has run out, by country; each query can be limited and locked."""
    if stage is Stage.FILE:
        return [
            query
            for country in countries_of_debtors()
            if (query := _due_files(country)) is not None
        ]
    query = _due_books()
    return [] if query is None else [query]


def home() -> str:
    """The agency's own country, whose law says how long its books are kept."""
    return db.session.get_one(Agency, acting().agency_id).country


def last_booked_by_debtor(cases: Sequence[uuid.UUID]) -> dict[uuid.UUID, date]:
    """The last day on which something of these cases was booked, by debtor."""
    rows = db.session.execute(
        select(Case.debtor_id, func.max(Entry.booked_on))
        .join(Entry, and_(Entry.agency_id == Case.agency_id, Entry.case_id == Case.id))
        .where(among(Case.id, cases))
        .group_by(Case.debtor_id)
    )
    return {row[0]: row[1] for row in rows}


def books_kept(last_on: date | None) -> tuple[date, str] | None:
    """Until when the books about a debtor are kept, and by which article; None if there are none."""
    return None if last_on is None else kept_until(home(), RecordKind.ACCOUNTING, last_on)


def over_before(country: str, stage: Stage) -> datetime | None:
    """The moment before which records of a stage need not be kept; None where nobody knows."""
    try:
        day = last_day_past(country, _RECORDS[stage], clock.today())
    except LawMissing:
        return None
    return datetime.combine(day + timedelta(days=1), time(), clock.OFFICE_ZONE)


def _due_files(country: str) -> Select[Any] | None:
    over = over_before(country, Stage.FILE)
    if over is None:
        return None
    day = clock.day_of(over) - timedelta(days=1)
    own = and_(Case.agency_id == Debtor.agency_id, Case.debtor_id == Debtor.id)
    closed = select(Case.debtor_id).where(Case.closed_at < over)
    return (
        select(Debtor.id)
        .where(
            Debtor.country == country,
            Debtor.id.in_(closed),
            not_(exists().where(own, Case.closed_at.is_(None) | (Case.closed_at >= over))),
            not_(_is_booked_after(day)),
            not_(_was_erased(Stage.FILE)),
            not_(_is_held()),
        )
        .order_by(Debtor.id)
    )


def _due_books() -> Select[Any] | None:
    try:
        day = last_day_past(home(), RecordKind.ACCOUNTING, clock.today())
    except LawMissing:
        return None
    return (
        select(Debtor.id)
        .where(
            _was_erased(Stage.FILE),
            not_(_was_erased(Stage.BOOKS)),
            not_(_is_booked_after(day)),
            not_(_is_held()),
        )
        .order_by(Debtor.id)
    )


def _is_booked_after(day: date) -> Any:
    return exists().where(
        Entry.agency_id == Debtor.agency_id,
        Entry.case_id == Case.id,
        Case.agency_id == Debtor.agency_id,
        Case.debtor_id == Debtor.id,
        cast(Entry.booked_on, Date) > day,
    )


def _was_erased(stage: Stage) -> Any:
    return exists().where(
        ErasedDebtor.agency_id == Debtor.agency_id,
        ErasedDebtor.debtor_id == Debtor.id,
        ErasedDebtor.stage == stage,
    )


def _is_held() -> Any:
    return exists().where(
        LegalHold.agency_id == Debtor.agency_id,
        LegalHold.debtor_id == Debtor.id,
        LegalHold.lifted_at.is_(None),
    )
