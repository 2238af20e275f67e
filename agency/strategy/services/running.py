"""The nightly planning run: all open cases of an agency, chunk by chunk, each chunk for good.

A run that was killed goes on behind its last chunk; two at once take turns, chunk by chunk.
"""

import uuid
from collections.abc import Callable
from datetime import date

from sqlalchemy import Text, and_, cast, func, select, text
from sqlalchemy.dialects.postgresql import insert

from agency.cases.models import Case
from agency.strategy.models import Course, PlanningRun
from agency.strategy.services.planning import Planned, plan
from portal import clock, db
from portal.keys import new_key
from portal.tenancy import acting, acting_for

CHUNK = 20_000
FIRST_CHUNK = 1_000
"""So small, that the database can look at what a first run fills before it has to search there."""
_FIRST = uuid.UUID(int=0)


def run(
    day: date, *, chunk: int = CHUNK, go_on: Callable[[PlanningRun], bool] = lambda _run: True
) -> PlanningRun:
    """Plan every open case for a day; what was done of that day before is not done again.

    `go_on` is asked after each chunk and stops the run by saying no.
    """
    agency_id = acting().agency_id
    while True:
        with acting_for(agency_id):
            found = _the_run(day)
            if found.ended_at is None:
                _one_chunk(found, day, min(chunk, FIRST_CHUNK) if found.cases == 0 else chunk)
            if found.ended_at is not None or not go_on(found):
                db.session.flush()
                db.session.expunge(found)
                return found


def run_again(day: date) -> None:
    """Let a run of a day that has ended begin anew, for what happened since."""
    found = _the_run(day)
    if found.ended_at is not None:
        found.ended_at, found.last_case, found.started_at = None, None, clock.now()
        found.cases = found.begun = found.planned = found.overtaken = found.held = 0
        found.without_strategy = 0


def _the_run(day: date) -> PlanningRun:
    """The run of a day, made when it is the first, and ours until the transaction ends."""
    values = {
        "agency_id": acting().agency_id,
        "id": new_key(),
        "day": day,
        "started_at": clock.now(),
        **dict.fromkeys(("cases", "begun", "planned", "overtaken", "held", "without_strategy"), 0),
    }
    db.session.execute(insert(PlanningRun).values(values).on_conflict_do_nothing())
    return db.session.scalars(
        select(PlanningRun).where(PlanningRun.day == day).with_for_update()
    ).one()


def _one_chunk(found: PlanningRun, day: date, size: int) -> None:
    after = found.last_case or _FIRST
    open_cases = select(Case.id).where(Case.closed_at.is_(None), Case.id > after).order_by(Case.id)
    chunk = open_cases.limit(size).subquery()
    end, cases = db.session.execute(
        select(func.max(cast(chunk.c.id, Text)), func.count()).select_from(chunk)
    ).one()
    if end is None:
        found.ended_at = clock.now()
        return
    last = uuid.UUID(end)
    which = and_(Case.id > after, Case.id <= last)
    _add(found, plan(which, day))
    found.cases += cases
    found.without_strategy += db.session.execute(
        select(func.count())
        .select_from(Case)
        .outerjoin(Course, (Course.agency_id == Case.agency_id) & (Course.id == Case.id))
        .where(Case.closed_at.is_(None), which, Course.id.is_(None))
    ).scalar_one()
    found.last_case = last
    if after == _FIRST and found.planned:
        db.session.flush()
        db.session.execute(text("select analyze_planning()"))
    if cases < size:
        found.ended_at = clock.now()


def _add(found: PlanningRun, planned: Planned) -> None:
    found.begun += planned.begun
    found.planned += planned.planned
    found.overtaken += planned.overtaken
    found.held += planned.held
