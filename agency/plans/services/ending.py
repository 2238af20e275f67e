"""A plan is over before it is paid: taken back by staff, broken by its terms, or gone with its case."""

from agency.cases.services import lock
from agency.plans.kinds import PlanState
from agency.plans.models import Plan
from agency.plans.services.next_moves import go_on
from agency.plans.signals import plan_over
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit


def end(plan: Plan, why: str, *, by: User) -> None:
    """Let a running plan be over, with a reason that both sides can read. Twice is once."""
    case = lock(plan.case)
    db.session.refresh(plan)
    if not plan.is_running:
        return
    plan.state, plan.ended_at, plan.ended_why = PlanState.ENDED, clock.now(), why
    db.session.flush()
    audit.record(plan, "plan.ended", by=by, amount=plan.total)
    go_on(case)
    plan_over.send(plan)
