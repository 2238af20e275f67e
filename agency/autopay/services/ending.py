"""Nothing is taken any more: revoked, replaced, refused by the bank, or over with the plan."""

from datetime import datetime

from sqlalchemy import select

from agency.autopay.kinds import AttemptState, MethodState, Over
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.services.next_moves import go_on
from agency.cases.services import lock
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.audit.services import Actor

CHUNK = 200
_QUIET = (Over.REPLACED, Over.ABANDONED, Over.PLAN_OVER)
"""Endings of which the debtor is told nothing, since it knows or is told otherwise."""


def end(saved: SavedMethod, why: Over, *, by: Actor) -> None:
    """Take nothing from a method any more, in a transaction that has the case to itself. Twice is once."""
    if saved.is_over:
        return
    was_active = saved.is_active
    saved.state, saved.over_at, saved.over_why = MethodState.OVER, clock.now(), why
    _drop_planned(saved, why)
    db.session.flush()
    if not was_active:
        return
    audit.record(saved, "autopay.ended", by=by, why=str(why))
    outbox.later("autopay.forget", saved_method_id=saved.id)
    if why not in _QUIET and why is not Over.REFUSED:
        outbox.later("autopay.tell", plan_id=saved.plan_id, news="ended", about=str(saved.id))
    if why is not Over.PLAN_OVER:  # What comes after a plan is said where the plan ends.
        go_on(saved.case)


def end_lost(before: datetime) -> None:
    """End what was allowed before a moment: the account that kept it is out of reach. A chunk at a time."""
    found = db.session.scalars(
        select(SavedMethod)
        .where(SavedMethod.state != MethodState.OVER, SavedMethod.agreed_at <= before)
        .order_by(SavedMethod.case_id)
        .limit(CHUNK)
    ).all()
    for saved in found:
        lock(saved.case)
        db.session.refresh(saved)
        end(saved, Over.WITHDRAWN, by="stripe")
    if len(found) == CHUNK:
        outbox.later("autopay.end_lost", before=before.isoformat())


def _drop_planned(saved: SavedMethod, why: Over) -> None:
    """What was planned and not asked of the provider yet is not asked any more."""
    for attempt in db.session.scalars(
        select(ChargeAttempt).where(
            ChargeAttempt.saved_method_id == saved.id,
            ChargeAttempt.state == AttemptState.PLANNED,
        )
    ):
        attempt.state, attempt.code = AttemptState.HELD_BACK, str(why)
        attempt.answered_at = clock.now()
