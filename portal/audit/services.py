"""Recording what happened, sealing it into a chain, and proving the chain."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, cast

from flask import g, has_request_context
from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Mapped

from portal import clock, db
from portal.audit.contents import content_of
from portal.audit.erasing import erased_digests
from portal.audit.models import Event, Seal, UnsealedEvent
from portal.bulk import insert_rows
from portal.keys import new_key
from portal.money import Money
from portal.tenancy import TenantScoped, acting, writing_for
from portal.together import Batch

GENESIS = b"\x00" * 32
BATCH = 2_000


class Person(Protocol):
    """Somebody with a login."""

    id: Mapped[uuid.UUID]
    name: Mapped[str]


Actor = Person | str
"""Who did it: a person with a login, or a word such as `debtor`, `system`, `stripe`."""


def user_id(by: Actor) -> uuid.UUID | None:
    """The login of who did it; None for a word."""
    return None if isinstance(by, str) else cast(uuid.UUID, by.id)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about, where its record is not at hand."""

    table: str
    id: uuid.UUID
    case_id: uuid.UUID | None = None
    creditor_id: uuid.UUID | None = None


def record(subject: TenantScoped | None, kind: str, *, by: Actor, **data: Any) -> None:
    """Write an event in the present transaction. `kind` is `subject.verb`, as `case.held`."""
    db.session.add(Event(**event_row(subject, kind, by=by, **data)))


def record_many(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write many events, made by `event_row`, in one statement."""
    found = list(rows)
    if found:
        insert_rows(Event, found)


def record_with(batch: Batch, subject: Subject, kind: str, *, by: Actor, **data: Any) -> None:
    """Write an event together with what it tells of."""
    batch.add(Event, event_row(subject, kind, by=by, **data))


def record_in(
    agency_id: uuid.UUID, creditor_id: uuid.UUID | None, kind: str, *, by: Actor, **data: Any
) -> None:
    """Write in one agency what concerns a person of several, in the present transaction."""
    db.session.flush()  # The event names the person, who may be new.
    row = _columns(agency_id, kind, by, data) | {"creditor_id": creditor_id}
    with writing_for(agency_id) as connection:
        connection.execute(insert(Event), row)


def event_row(
    subject: TenantScoped | Subject | None, kind: str, *, by: Actor, **data: Any
) -> dict[str, Any]:
    """The columns of an event. The case and creditor are read off the subject."""
    row = _columns(acting().agency_id, kind, by, data)
    if isinstance(subject, Subject):
        row["subject_type"], row["subject_id"] = subject.table, subject.id
        row["case_id"], row["creditor_id"] = subject.case_id, subject.creditor_id
    elif subject is not None:
        is_case, is_creditor = (subject.__tablename__ == name for name in ("cases", "creditors"))
        row["subject_type"] = subject.__tablename__
        row["subject_id"] = subject.id
        row["case_id"] = subject.id if is_case else getattr(subject, "case_id", None)
        row["creditor_id"] = subject.id if is_creditor else getattr(subject, "creditor_id", None)
    return row


def _columns(agency_id: uuid.UUID, kind: str, by: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "agency_id": agency_id,
        "id": new_key(),
        "at": clock.now(),
        "kind": kind,
        "actor_id": None if isinstance(by, str) else by.id,
        "actor": by if isinstance(by, str) else by.name,
        "subject_type": "",
        "subject_id": None,
        "case_id": None,
        "creditor_id": None,
        "data": {key: _plain(value) for key, value in data.items()},
        "request_id": g.get("request_id", "") if has_request_context() else "",
    }


def seal_events(limit: int = BATCH) -> int:
    """Chain the acting agency's unsealed events, oldest first. Returns how many. One at a time."""
    agency_id = acting().agency_id
    if not db.session.scalar(
        text("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))"),
        {"name": f"seal {agency_id}"},
    ):
        return 0
    ids = db.session.scalars(select(UnsealedEvent.id).order_by(UnsealedEvent.id).limit(limit)).all()
    if not ids:
        return 0
    events = db.session.scalars(select(Event).where(Event.id.in_(ids)).order_by(Event.id)).all()
    last = db.session.scalars(select(Seal).order_by(Seal.position.desc()).limit(1)).first()
    position, digest = (last.position, last.digest) if last else (0, GENESIS)
    seals = []
    for event in events:
        position, digest = position + 1, link(digest, event)
        seals.append(
            {
                "agency_id": agency_id,
                "id": new_key(),
                "position": position,
                "event_id": event.id,
                "digest": digest,
                "sealed_at": clock.now(),
            }
        )
    db.session.execute(insert(Seal), seals)
    db.session.execute(delete(UnsealedEvent).where(UnsealedEvent.id.in_(ids)))
    return len(seals)


def link(previous: bytes, event: Event) -> bytes:
    """The digest of an event chained to the one before: SHA-256 over both."""
    return hashlib.sha256(previous + content_of(event)).digest()


@dataclass(frozen=True, slots=True)
class Proof:
    """What verifying a chain found: how many seals hold, how many events wait, and what is wrong."""

    sealed: int
    waiting: int
    faults: tuple[str, ...]


def verify() -> Proof:
    """Recompute the acting agency's whole chain from its events.

    An event whose words were erased by law no longer gives its seal; it must then be as the erasing
    left it, which a later event of the same chain tells.
    """
    previous, position, faults = GENESIS, 0, []
    erased = erased_digests()
    query = (
        select(Seal, Event)
        .outerjoin(Event, (Event.agency_id == Seal.agency_id) & (Event.id == Seal.event_id))
        .order_by(Seal.position)
        .execution_options(yield_per=1_000)
    )
    for seal, event in db.session.execute(query):
        position += 1
        if seal.position != position:
            faults.append(f"Seal {position} is missing.")
            position = seal.position
        if event is None:
            faults.append(f"The event of seal {position} is missing.")
        elif link(previous, event) != seal.digest and not erased.is_as_left(event):
            faults.append(f"Event {event.id} ({event.kind}) is not what was sealed at {position}.")
        previous = seal.digest
    waiting = db.session.scalars(select(UnsealedEvent.id)).all()
    return Proof(position, len(waiting), tuple(faults))


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(v) for v in value]
    return value
