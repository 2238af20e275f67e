"""Moving running cases to another version on purpose: in chunks, each for good, by one at a time."""

import uuid
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select, update

from agency.cases.models import Case
from agency.strategy.models import Changeover, Course, StrategyVersion
from agency.strategy.queries.changeovers import Move, count_of, running_changeover
from agency.strategy.queries.next_steps import among
from agency.strategy.queries.versions import steps_of
from agency.strategy.services.locks import lock
from agency.strategy.services.planning import plan
from agency.strategy.services.releasing import must_be_ready
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.services import Subject
from portal.errors import Refused
from portal.keys import new_key
from portal.tenancy import acting
from portal.web import get

CHUNK = 2_000
JOB = "strategy.change_over"


def begin(move: Move, why: str, *, by: User) -> Changeover:
    """Begin to move the open cases of a version to another, of its own strategy or of another one.

    The same wish twice is one.
    """
    old, new = move.old, move.new
    strategy = lock(new.strategy)
    must_be_ready(new)
    _must_fit(move)
    if known := running_changeover(strategy.id, old.strategy_id):
        if (known.from_version_id, known.to_version_id) == (old.id, new.id):
            return known
        raise Refused(_("Cases of this strategy are being moved already. Wait, or end that first."))
    made = Changeover(
        id=new_key(),
        strategy_id=strategy.id,
        from_version_id=old.id,
        to_version_id=new.id,
        places=list(move.places),
        undoes_id=move.undoes.id if move.undoes else None,
        why=why,
        cases=count_of(move.cases),
        asked_by=by.id,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        made, "strategy.changeover_began", by=by, **_versions(old, new), why=why, cases=made.cases
    )
    outbox.later(JOB, changeover_id=str(made.id))
    return made


def _must_fit(move: Move) -> None:
    old, new = move.old, move.new
    if old.id == new.id or old.is_draft:
        raise Refused(_("Cases move between two released versions."))
    if old.strategy.currency != new.strategy.currency:
        raise Refused(_("Cases move between strategies of one currency. Choose another."))
    if move.crosses and new.strategy.archived_at:
        raise Refused(_("This strategy is in the archive. Take it out before cases move to it."))
    if move.undoes and (move.undoes.from_version_id, move.undoes.to_version_id) != (new.id, old.id):
        raise Refused(_("Cases can only be moved back to where they came from."))
    last = max((step.position for step in steps_of(new)), default=0)
    if (
        not move.places
        or move.places[0] != 0
        or any(not 0 <= place <= last for place in move.places)
    ):
        raise Refused(_("A place that the new version does not have was chosen. Choose again."))


def one_chunk(changeover_id: uuid.UUID, *, size: int = CHUNK) -> bool:
    """Move the next cases over; whether there may be more. Nothing once it was stopped or has ended."""
    made = _lock(changeover_id)
    if not made.is_running:
        return False
    moved = _move(made, _next_cases(made, size))
    if len(moved) < size:
        made.ended_at = clock.now()
        audit.record(made, "strategy.changeover_ended", by=made.asker, moved=made.moved)
    return made.is_running


def stop(changeover: Changeover, *, by: User) -> None:
    """Let the cases that are left stay where they are, for now. Doing it twice changes nothing."""
    made = _lock(changeover.id)
    if not made.is_running:
        return
    made.stopped_at = clock.now()
    audit.record(made, "strategy.changeover_stopped", by=by, moved=made.moved)


def resume(changeover: Changeover, *, by: User) -> None:
    """Go on with those that are left."""
    made = _lock(changeover.id)
    if made.stopped_at is None or made.ended_at:
        return
    made.stopped_at = None
    audit.record(made, "strategy.changeover_resumed", by=by)
    outbox.later(JOB, changeover_id=str(made.id))


def end(changeover: Changeover, *, by: User) -> None:
    """Leave the rest of the cases where they are, for good."""
    made = _lock(changeover.id)
    if made.ended_at:
        return
    made.ended_at = clock.now()
    audit.record(made, "strategy.changeover_ended", by=by, moved=made.moved)


def _next_cases(made: Changeover, size: int) -> Sequence[uuid.UUID]:
    """The next open cases of the old version, ours until the transaction ends."""
    query = (
        select(Course.id)
        .join(Case, (Case.agency_id == Course.agency_id) & (Case.id == Course.id))
        .where(Course.agency_id == acting().agency_id, _move_of(made).cases)
        .order_by(Course.id)
        .limit(size)
        .with_for_update(of=Course)
    )
    if made.last_case:
        query = query.where(Course.id > made.last_case)
    return db.session.scalars(query).all()


def _move(made: Changeover, cases: Sequence[uuid.UUID]) -> Sequence[uuid.UUID]:
    """Move some cases, and plan their next step by the new version."""
    if not cases:
        return cases
    db.session.execute(
        update(Course)
        .where(Course.agency_id == acting().agency_id, Course.id.in_(cases))
        .values(
            version_id=made.to_version_id,
            position=_move_of(made).place,
            changed_over_at=clock.now(),
            changeover_id=made.id,
            left_at=Course.position,
        ),
        execution_options={"synchronize_session": False},
    )
    plan(among(list(cases)), clock.today())
    facts = _versions(made.from_version, made.to_version)
    audit.record_many(
        audit.event_row(
            Subject("courses", each, case_id=each),
            "course.changed_strategy" if made.crosses else "course.changed_over",
            by=made.asker,
            **facts,
        )
        for each in cases
    )
    made.last_case, made.moved = cases[-1], made.moved + len(cases)
    db.session.flush()
    return cases


def _move_of(made: Changeover) -> Move:
    undoes = get(Changeover, made.undoes_id) if made.undoes_id else None
    return Move(made.from_version, made.to_version, tuple(made.places), undoes)


def _lock(changeover_id: uuid.UUID) -> Changeover:
    return db.session.scalars(
        select(Changeover)
        .where(Changeover.id == changeover_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _versions(old: StrategyVersion, new: StrategyVersion) -> dict[str, int | str]:
    numbers = {"from_version": old.number, "to_version": new.number}
    if old.strategy_id == new.strategy_id:
        return {**numbers}
    return {**numbers, "from_strategy": old.strategy.name, "to_strategy": new.strategy.name}
