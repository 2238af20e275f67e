"""The run: which instalments are taken today, each try written once, in sets."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from agency.autopay.kinds import AttemptState, MethodState
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.queries import is_barred
from agency.cases.models import Case
from agency.payments.services import LEAST
from agency.plans.kinds import PlanState
from agency.plans.models import Plan
from portal import clock, db, outbox
from portal.bulk import insert_rows
from portal.keys import new_key

CHUNK = 2_000
"""Plans that one transaction takes on."""
TOGETHER = 50
"""Tries that one job prepares."""
AGAIN = timedelta(hours=12)
"""So long after it was held back an instalment is looked at again."""

Place = tuple[date, uuid.UUID]
"""How far a run has come: a day of an instalment, and its plan."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one chunk of a run wrote, and where the next one begins; None where there is none."""

    tries: int
    place: Place | None


def run(chunk: int = CHUNK, after: Place | None = None) -> Chosen:
    """Write down a try for each instalment that is to be taken now, behind a place of the run.

    A chunk at a time, the rest by a job anew. Run twice, or two at once, it writes none a second
    time: a try has a place of its own, and a plan has one try at a time.
    """
    found = due(chunk, after)
    written = insert_rows(
        ChargeAttempt, [_row(each) for each in found], skip_known=True, returning=[_ID]
    )
    ids = [str(row.id) for row in written]
    for start in range(0, len(ids), TOGETHER):
        outbox.later("autopay.prepare", attempt_ids=ids[start : start + TOGETHER])
    last = (found[-1].due_on, found[-1].plan_id) if len(found) == chunk else None
    if last:
        outbox.later("autopay.run", after=[last[0].isoformat(), str(last[1])])
    return Chosen(len(ids), last)


def due(limit: int, after: Place | None = None) -> Sequence[Row[Any]]:
    """The instalments that are to be taken now, with the number of the next try."""
    found = _due().order_by(_PLAN.next_on, _PLAN.id).limit(limit)
    if after is not None:
        found = found.where(tuple_(_PLAN.next_on, _PLAN.id) > after)
    return db.session.execute(found).all()


_ID = ChargeAttempt.__table__.c.id
_PLAN = aliased(Plan)
"""A name of its own, since the bars on a case ask about plans too."""


def _due() -> Any:
    last = (
        select(ChargeAttempt)
        .where(
            ChargeAttempt.agency_id == _PLAN.agency_id,
            ChargeAttempt.plan_id == _PLAN.id,
            ChargeAttempt.due_on == _PLAN.next_on,
        )
        .order_by(ChargeAttempt.number.desc())
        .limit(1)
        .lateral()
    )
    tried = aliased(ChargeAttempt, last)
    return (
        select(
            _PLAN.id.label("plan_id"),
            _PLAN.creditor_id,
            _PLAN.case_id,
            _PLAN.currency,
            _PLAN.next_on.label("due_on"),
            _PLAN.next_minor.label("amount_minor"),
            SavedMethod.id.label("saved_method_id"),
            (func.coalesce(tried.number, 0) + 1).label("number"),
        )
        .join(
            SavedMethod,
            and_(SavedMethod.agency_id == _PLAN.agency_id, SavedMethod.plan_id == _PLAN.id),
        )
        .join(Case, and_(Case.agency_id == _PLAN.agency_id, Case.id == _PLAN.case_id))
        .outerjoin(tried, true())
        .where(
            _PLAN.state == PlanState.RUNNING,
            _PLAN.next_on <= clock.today(),
            _PLAN.next_minor >= LEAST,
            SavedMethod.state == MethodState.ACTIVE,
            _may_try(tried),
            ~is_barred(Case),
        )
    )


def _may_try(tried: Any) -> Any:
    """Whether the last try of an instalment leaves room for another.

    What is being tried, or was taken, does not; a try on another day keeps the plan's place as well.
    """
    return or_(
        tried.id.is_(None),
        and_(
            tried.state == AttemptState.DECLINED,
            or_(tried.retry_on <= clock.today(), tried.saved_method_id != SavedMethod.id),
        ),
        and_(
            tried.state == AttemptState.HELD_BACK,
            or_(
                tried.planned_at < clock.now() - AGAIN,
                tried.saved_method_id != SavedMethod.id,
            ),
        ),
    )


def _row(each: Row[Any]) -> dict[str, Any]:
    return {
        **each._asdict(),
        "id": new_key(),
        "state": AttemptState.PLANNED,
        "planned_at": clock.now(),
    }
