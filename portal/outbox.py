"""The outbox: jobs written with the transaction that needs them, and the relay that sends them on."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import current_app
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Retry
from sqlalchemy import Index, delete, select, text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock, db
from portal.db import Base
from portal.jobs import JOBS
from portal.keys import new_key
from portal.together import Batch, rows_of

JOB_TIMEOUT_SECONDS = 900
RETRY_SECONDS = [10, 60, 300, 1800, 7200]
GRACE = timedelta(seconds=15)
"""How long the process that wrote a job may take to send it before the relay does."""

_NEW = text(f"insert into outbox_jobs select * from {rows_of('outbox_jobs')}")  # noqa: S608 - our own name

log = structlog.get_logger()


class OutboxJob(Base):
    """A job that waits to be handed to the queue. Holds ids only, no personal data."""

    __tablename__ = "outbox_jobs"
    __table_args__ = (Index("ix_outbox_jobs_due_at", "due_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_key)
    agency_id: Mapped[uuid.UUID | None]
    name: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    written_at: Mapped[datetime]


def later(name: str, *, at: datetime | None = None, **arguments: Any) -> None:
    """Have a job run after the present transaction, or at a given instant. Arguments are JSON."""
    acting = db.session.info.get("acting")
    row = _row(name, at or clock.now(), arguments)
    db.session.add(OutboxJob(**row, agency_id=acting.agency_id if acting else None))
    if at is None or at <= clock.now():
        _send_soon(row["id"])


def later_with(batch: Batch, name: str, **arguments: Any) -> None:
    """Have a job of the acting agency run after the present transaction, written with a batch."""
    row = _row(name, clock.now(), arguments)
    batch.feed(_NEW, row)
    _send_soon(row["id"])


def relay(limit: int = 500) -> int:
    """Send what is due and has not been sent. Several relays may run at once; none sends twice."""
    with db.work():
        ids = db.session.scalars(
            select(OutboxJob.id)
            .where(OutboxJob.due_at <= clock.now() - GRACE)
            .order_by(OutboxJob.due_at)
            .limit(limit)
        ).all()
    return sum(_send(job_id) for job_id in ids)


def queue(name: str = "default") -> Queue:
    """A queue of the installation."""
    return Queue(name, connection=store(), serializer="json", default_timeout=JOB_TIMEOUT_SECONDS)


def store() -> Redis:
    """The queue store. Short time-outs, so that a page never hangs on it."""
    found = current_app.extensions.get("redis")
    if found is None:
        found = Redis.from_url(
            current_app.extensions["settings"].redis_url,
            socket_connect_timeout=1,
            socket_timeout=2,
        )
        current_app.extensions["redis"] = found
    return found


def _row(name: str, due_at: datetime, arguments: dict[str, Any]) -> dict[str, Any]:
    if name not in JOBS:
        raise RuntimeError(f"There is no job named {name!r}.")
    return {
        "id": new_key(),
        "name": name,
        "arguments": _plain(arguments),
        "due_at": due_at,
        "written_at": clock.now(),
    }


def _send_soon(job_id: uuid.UUID) -> None:
    if current_app.config.get("OUTBOX_SENDS_AT_ONCE", True):
        db.after_commit(lambda: _send_now(job_id))


def _send_now(job_id: uuid.UUID) -> None:
    try:
        _send(job_id)
    except RedisError as error:
        log.warning("outbox.queue_away", job_id=str(job_id), error=type(error).__name__)


def _send(job_id: uuid.UUID) -> bool:
    # Enqueue before the row is gone: dying in between sends a job twice, never not at all.
    with db.work():
        job = db.session.scalars(
            select(OutboxJob).where(OutboxJob.id == job_id).with_for_update(skip_locked=True)
        ).one_or_none()
        if job is None:
            return False
        queue(JOBS[job.name].queue).enqueue(
            "portal.jobs.perform",
            job.name,
            str(job.agency_id) if job.agency_id else None,
            job.arguments,
            job_id=str(job.id),
            result_ttl=0,
            retry=Retry(max=len(RETRY_SECONDS), interval=RETRY_SECONDS),
            failure_ttl=30 * 86400,
        )
        db.session.execute(delete(OutboxJob).where(OutboxJob.id == job_id))
        return True


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, uuid.UUID):
        return str(value)
    return value
