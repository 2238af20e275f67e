"""Ways through a batch: begun once, gone on with part by part, stopped, and picked up after a crash."""

import uuid
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from agency.notices import queries
from agency.notices.models import BatchRun, NoticeBatch, Verb
from agency.notices.services.batches import parts
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.keys import new_key

IDLE = timedelta(minutes=5)
"""A run that has not moved for so long has lost its worker, and is picked up again."""


def start(batch: NoticeBatch, verb: Verb, *, total: int, by: User, **args: Any) -> BatchRun:
    """Begin a way through a batch. Refused while another one is under way."""
    run = BatchRun(
        id=new_key(), batch_id=batch.id, verb=verb, args=args, by_user=by.id, total=total
    )
    try:
        with db.session.begin_nested():
            db.session.add(run)
            db.session.flush()
    except IntegrityError:
        raise Refused(
            _("Something is being done to this batch already. Wait for it, or stop it.")
        ) from None
    outbox.later("notices.run_batch", run_id=run.id)
    return run


def go_on(run_id: uuid.UUID) -> None:
    """Do the next part of a run, and order the one after it.

    Whoever comes while another worker is at the run leaves it alone. What was done and how far the
    run is are committed together, so that a part is done once, however often its job runs.
    """
    run = queries.run_now(run_id)
    if run is None or run.ended_at or run.stopped_at:
        return
    run.active_at = clock.now()
    if not parts.do_next(run):
        run.ended_at = clock.now()
        audit.record(
            run.batch,
            f"notice_batch.{_ENDED[Verb(run.verb)]}",
            by=db.session.get_one(User, run.by_user),
            number=run.batch.number,
            done=run.done - run.left_out,
            left_out=run.left_out,
        )
        return
    outbox.later("notices.run_batch", run_id=run.id)


_ENDED = {
    Verb.PREPARE: "prepared",
    Verb.PULL: "pulled",
    Verb.RELEASE: "released",
    Verb.DISPATCH: "dispatched",
}


def stop(batch: NoticeBatch, *, by: User) -> None:
    """Let the run under way rest after the part that is being done. Doing it twice changes nothing."""
    run = _locked(batch)
    if run is None or run.stopped_at:
        return
    run.stopped_at = clock.now()
    audit.record(batch, "notice_batch.stopped", by=by, number=batch.number, verb=run.verb)


def resume(batch: NoticeBatch, *, by: User) -> None:
    """Go on with the run that was stopped. Doing it twice changes nothing."""
    run = _locked(batch)
    if run is None or run.stopped_at is None:
        return
    run.stopped_at = None
    run.paced_at, run.paced_from = clock.now(), run.done
    audit.record(batch, "notice_batch.resumed", by=by, number=batch.number, verb=run.verb)
    outbox.later("notices.run_batch", run_id=run.id)


def resume_idle() -> int:
    """Order the next part of runs whose worker died. Returns how many there were."""
    idle = db.session.scalars(
        select(BatchRun.id).where(
            BatchRun.ended_at.is_(None),
            BatchRun.stopped_at.is_(None),
            BatchRun.active_at < clock.now() - IDLE,
        )
    ).all()
    for run_id in idle:
        outbox.later("notices.run_batch", run_id=run_id)
    return len(idle)


def _locked(batch: NoticeBatch) -> BatchRun | None:
    run = queries.open_run(batch)
    if run is not None:
        db.session.refresh(run, with_for_update=True)
    return run if run is None or run.ended_at is None else None
