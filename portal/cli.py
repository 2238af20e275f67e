"""The operator's commands: schema, workers, the scheduler, and the proof of the audit trail."""

import time
import uuid
from datetime import datetime, timedelta

import click
import structlog
from flask import Flask, current_app
from flask.cli import AppGroup
from redis.exceptions import RedisError
from rq import Worker
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal import clock, db, outbox, resealing, schema
from portal.accounts.models import Agency
from portal.audit import services as audit
from portal.jobs import JOBS, PERIODIC
from portal.tenancy import acting_for

log = structlog.get_logger()
QUEUES = ("urgent", "default", "documents")

db_cli = AppGroup("db", help="The database's schema.")
audit_cli = AppGroup("audit", help="The audit trail.")
keys_cli = AppGroup("keys", help="The keys that seal secrets.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (db_cli, audit_cli, keys_cli, worker, scheduler):
        app.cli.add_command(command)


@db_cli.command("upgrade")
def upgrade() -> None:
    """Bring the schema to this version of the code."""
    settings = current_app.extensions["settings"]
    schema.upgrade(settings.owner_database_url or settings.database_url)
    click.echo(f"The schema is at {schema.head()}.")


@keys_cli.command("reseal")
def reseal() -> None:
    """Seal all secrets with the first key. Safe to stop and to run again."""
    for name, count in resealing.reseal():
        click.echo(f"{name}: {count} sealed anew")


@click.command()
@click.option("--burst", is_flag=True, help="Stop when nothing waits.")
def worker(*, burst: bool) -> None:
    """Work through the queues until stopped."""
    from portal import pdf  # noqa: PLC0415 - only a worker wants the PDF engine warm

    pdf.warm()
    engine = current_app.extensions["engine"]
    queues = [outbox.queue(name) for name in QUEUES]
    engine.dispose()  # A forked job opens its own connections.
    Worker(queues, connection=outbox.store(), serializer="json").work(
        burst=burst, with_scheduler=True, logging_level="WARNING"
    )


@click.command()
@click.option("--every", "seconds", default=1.0, help="Seconds between two looks.")
def scheduler(*, seconds: float) -> None:
    """Relay the outbox and start periodic jobs, until stopped. Several may run; each job starts once."""
    while True:
        try:
            tick()
        except (OperationalError, RedisError) as error:
            log.warning("scheduler.waiting", error=type(error).__name__)
        time.sleep(seconds)


def tick(now: datetime | None = None) -> int:
    """One look: relay what waits, start what is due. Returns how many jobs were sent."""
    sent = outbox.relay()
    moment = int((now or clock.now()).timestamp())
    for periodic in PERIODIC:
        turn = moment // periodic.seconds
        # Whoever sets the mark first has this turn; the marks vanish by themselves.
        mark = f"periodic:{periodic.job}:{turn}"
        if not outbox.store().set(mark, "1", nx=True, ex=max(60, 2 * periodic.seconds)):
            continue
        for agency_id in _agencies() if periodic.per_agency else [None]:
            outbox.queue(JOBS[periodic.job].queue).enqueue(
                "portal.jobs.perform",
                periodic.job,
                str(agency_id) if agency_id else None,
                {},
                result_ttl=0,
                failure_ttl=int(timedelta(days=7).total_seconds()),
            )
            sent += 1
    return sent


def _agencies() -> list[uuid.UUID]:
    with db.work():
        return list(db.session.scalars(select(Agency.id).where(Agency.closed_at.is_(None))))


@audit_cli.command("verify")
@click.option("--agency", "slug", help="Only this agency.")
def verify(slug: str | None) -> None:
    """Recompute every hash chain from its events; exit 1 when anything was changed or is missing."""
    with db.work():
        query = select(Agency.id, Agency.name).order_by(Agency.slug)
        agencies = db.session.execute(query.where(Agency.slug == slug) if slug else query).all()
    if slug and not agencies:
        raise click.ClickException(f"There is no agency {slug!r}.")
    faulty = False
    for agency_id, name in agencies:
        with acting_for(agency_id):
            audit.seal_events()
            proof = audit.verify()
        click.echo(f"{name}: {proof.sealed} events sealed, {proof.waiting} waiting.")
        for fault in proof.faults:
            click.echo(f"  FAULT {fault}")
        faulty = faulty or bool(proof.faults)
    if faulty:
        raise click.exceptions.Exit(1)
