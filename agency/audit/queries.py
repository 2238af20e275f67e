"""The audit trail as it is read: by what, by whom, about what, and when; and how far it is sealed."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select

from portal import db
from portal.accounts.models import Membership, User
from portal.audit.models import Event, Seal, UnsealedEvent

WORDS = ("debtor", "stripe", "system", "operator")
"""Who acts without a login."""
_AS_BLANKS = str.maketrans("._", "  ")


@dataclass(frozen=True, slots=True)
class Chain:
    """How far the trail is sealed: the newest seal, and how many events wait for theirs."""

    sealed: int
    waiting: int
    digest: str
    sealed_at: datetime | None


def events(
    *,
    kind: str | None = None,
    who: str | None = None,
    about: uuid.UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    zone: ZoneInfo,
) -> Select[Any]:
    """Events of the acting agency. `kind` is its first words: `case` and `case held` find `case.held`."""
    query = select(Event)
    if kind:
        words = " ".join(kind.lower().translate(_AS_BLANKS).split())
        query = query.where(
            (func.translate(Event.kind, "._", "  ") + " ").startswith(f"{words} ", autoescape=True)
        )
    if who in WORDS:
        query = query.where(Event.actor_id.is_(None), Event.actor == who)
    elif who:
        query = query.where(Event.actor_id == uuid.UUID(who))
    if about:
        query = query.where((Event.subject_id == about) | (Event.case_id == about))
    if since:
        query = query.where(Event.id >= _first_key_of(since, zone))
    if until:
        query = query.where(Event.id < _first_key_of(until + timedelta(days=1), zone))
    return query


def waiting_among(events: Iterable[Event]) -> set[uuid.UUID]:
    """Which of these events have no seal yet."""
    return set(
        db.session.scalars(
            select(UnsealedEvent.id).where(UnsealedEvent.id.in_([event.id for event in events]))
        )
    )


def chain() -> Chain:
    """The state of the acting agency's chain."""
    last = db.session.scalars(select(Seal).order_by(Seal.position.desc()).limit(1)).one_or_none()
    waiting = db.session.scalar(select(func.count()).select_from(UnsealedEvent)) or 0
    if last is None:
        return Chain(0, waiting, "", None)
    return Chain(last.position, waiting, last.digest.hex(), last.sealed_at)


def people() -> Sequence[tuple[uuid.UUID, str]]:
    """Everybody who ever worked for the agency or one of its creditors, by name."""
    rows = db.session.execute(
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .distinct()
        .order_by(User.name, User.id)
    )
    return [(user_id, name) for user_id, name in rows]


def _first_key_of(day: date, zone: ZoneInfo) -> uuid.UUID:
    """The smallest UUIDv7 of a day: keys tell their age, so that days need no index of their own."""
    began = datetime.combine(day, time.min, zone)
    return uuid.UUID(int=int(began.timestamp() * 1000) << 80)
