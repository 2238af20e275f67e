"""The run: which instalments are taken today, each try written once, in sets."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from agency.autopay.kinds import ALIVE, AttemptState, MethodState
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.queries import is_barred
from agency.cases.models import Case
from agency.payments.models import Payment
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


def run(chunk: int = CHUNK) -> int:
    """Write down a try for each instalment that is to be taken now; how many.

    A chunk at a time, the rest by a job anew. Run twice, or two at once, it writes none a second
    time: a try has a place of its own, and a plan has one try at a time.
    """
    found = due(chunk)
    written = insert_rows(
        ChargeAttempt, [_row(each) for each in found], skip_known=True, returning=[_ID]
    )
    ids = [str(row.id) for row in written]
    for start in range(0, len(ids), TOGETHER):
        outbox.later("autopay.prepare", attempt_ids=ids[start : start + TOGETHER])
    if len(found) == chunk:
        outbox.later("autopay.run")
    return len(ids)


def due(limit: int) -> Sequence[Row[Any]]:
    """The instalments that are to be taken now, with the number of the next try."""
    return db.session.execute(_due().order_by(_PLAN.next_on, _PLAN.id).limit(limit)).all()


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
            ~_is_tried_now(),
            ~_was_taken(),
            ~is_barred(Case),
        )
    )


def _may_try(tried: Any) -> Any:
    """Whether the last try of an instalment leaves room for another."""
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


def _is_tried_now() -> Any:
    alive = aliased(ChargeAttempt)
    return exists().where(
        alive.agency_id == _PLAN.agency_id, alive.plan_id == _PLAN.id, alive.state.in_(ALIVE)
    )


def _was_taken() -> Any:
    """Whether an instalment was taken before: it never is again, even where money went back since."""
    taken = aliased(ChargeAttempt)
    return exists().where(
        taken.agency_id == _PLAN.agency_id,
        taken.plan_id == _PLAN.id,
        taken.due_on == _PLAN.next_on,
        taken.payment_id == Payment.id,
        Payment.agency_id == _PLAN.agency_id,
        Payment.paid_at.is_not(None),
    )


def _row(each: Row[Any]) -> dict[str, Any]:
    return {
        **each._asdict(),
        "id": new_key(),
        "state": AttemptState.PLANNED,
        "planned_at": clock.now(),
    }
