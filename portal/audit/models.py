"""Events, the queue of those not yet sealed, and the hash chain that seals them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.tenancy import TenantScoped, references


class Event(TenantScoped):
    """Something that happened, in the same transaction as what it tells of. Append-only."""

    __tablename__ = "events"
    __table_args__ = (
        Index(
            "ix_events_case", "agency_id", "case_id", "id", postgresql_where="case_id is not null"
        ),
        Index("ix_events_subject", "agency_id", "subject_id", "id"),
    )
    creditors_see = "creditor_id"

    at: Mapped[datetime] = mapped_column(default=clock.now)
    kind: Mapped[str]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[uuid.UUID | None]
    case_id: Mapped[uuid.UUID | None]
    creditor_id: Mapped[uuid.UUID | None]
    data: Mapped[dict[str, Any]]
    request_id: Mapped[str] = mapped_column(default="")


class UnsealedEvent(TenantScoped):
    """An event that waits for its seal. Written by the database itself with each event."""

    __tablename__ = "unsealed_events"
    creditors_see = "all"


class Seal(TenantScoped):
    """A link of an agency's hash chain: over one event and the seal before it. Append-only."""

    __tablename__ = "seals"
    __table_args__ = (
        UniqueConstraint("agency_id", "event_id"),
        UniqueConstraint("agency_id", "position"),
    )

    position: Mapped[int] = mapped_column(BigInteger)
    event_id: Mapped[uuid.UUID] = references("events")
    digest: Mapped[bytes]
    sealed_at: Mapped[datetime] = mapped_column(default=clock.now)
