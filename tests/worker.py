"""Runs what a worker would run, here and now, in the order it was written down."""

from contextlib import suppress

from sqlalchemy import delete, select

from portal import db
from portal.jobs import run
from portal.outbox import OutboxJob
from tests.office import Office


def run_jobs(
    office: Office, *, limit: int = 500, only: str = "", failing: type[Exception] | None = None
) -> list[str]:
    """Run the office's waiting jobs, and those that they write, until none is left.

    `only` runs those whose names begin so, and drops the others. A job may fail by `failing`.
    """
    done: list[str] = []
    while waiting := [job for job in _take(office) if job[0].startswith(only)]:
        for name, agency_id, arguments in waiting:
            with suppress(*[failing] if failing else []):
                run(name, agency_id, arguments)
            done.append(name)
        if len(done) > limit:
            raise AssertionError(f"Jobs write jobs without end: {done[-5:]}")
    return done


def _take(office: Office) -> list[tuple[str, str, dict[str, object]]]:
    with db.work():
        jobs = db.session.scalars(
            select(OutboxJob).where(OutboxJob.agency_id == office.agency_id).order_by(OutboxJob.id)
        ).all()
        db.session.execute(delete(OutboxJob).where(OutboxJob.id.in_([job.id for job in jobs])))
        return [(job.name, str(job.agency_id), job.arguments) for job in jobs]
