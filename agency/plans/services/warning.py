"""Before the miss: a plan that may not hold is a task days ahead, and its debtor is told in time."""

from sqlalchemy import Select, select

from agency.cases.guard import there_is
from agency.cases.models import Case
from agency.cases.services import lock
from agency.plans.kinds import PlanState, Risk
from agency.plans.models import Plan
from agency.plans.risk import SEEN_AHEAD, is_card_at_risk, is_for_staff, new_causes
from agency.plans.services.next_moves import AT_RISK, go_on
from portal import db, outbox
from portal.audit import services as audit

CHUNK = 1_000


def look_ahead() -> int:
    """Have each plan whose next instalment may be missed looked at, once for each cause; how many.

    What has gone since, as the debtor came to its page, is no task any more.
    """
    found = db.session.scalars(
        select(new_causes().subquery().c.plan_id).distinct().limit(CHUNK)
    ).all()
    for plan_id in found:
        outbox.later("plans.see_risk", plan_id=plan_id)
    for case in db.session.scalars(_calmed().limit(CHUNK)).all():
        go_on(case)
    return len(found)


def see_risk(plan: Plan) -> None:
    """Note why the next instalment may be missed: for the office and the debtor. Twice is once."""
    lock(plan.case)
    db.session.refresh(plan)
    every = new_causes().subquery()
    found = set(db.session.scalars(select(every.c.cause).where(every.c.plan_id == plan.id)))
    causes = [risk for risk in Risk if risk in found]
    for cause in causes:
        audit.record(plan, SEEN_AHEAD, by="system", risk=str(cause), day=plan.next_on)
    if causes:
        outbox.later("plans.warn", plan_id=plan.id, risk=str(causes[0]), day=str(plan.next_on))
        db.session.flush()
        go_on(plan.case)


def _calmed() -> Select[Case]:
    """Cases that wait for a plan to be saved that nothing threatens any more."""
    return select(Case).where(
        Case.move == AT_RISK,
        there_is(Plan, Case, Plan.state == PlanState.RUNNING, ~is_for_staff(), ~is_card_at_risk()),
    )
