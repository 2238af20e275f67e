"""Putting an instalment off by a month: once in a plan by the debtor itself, else by staff."""

from flask_babel import gettext as _

from agency.cases.services import lock
from agency.plans.models import Deferral, Plan
from agency.plans.position import position
from agency.plans.schedule import Line
from agency.plans.schedule import defer as put_off
from agency.plans.services.judging import judge_plan_of
from agency.plans.signals import plan_changed
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused

DEBTOR = "debtor"


def may_defer(plan: Plan) -> Line | None:
    """The instalment that the debtor may put off itself; None when it did so before, or is late."""
    if not plan.is_running or any(it.deferred_by == DEBTOR for it in plan.deferrals):
        return None
    return _may_be_put_off(plan)


def defer(plan: Plan, number: int) -> Deferral | None:
    """Let the next instalment, and all after it, be due a month later, as the debtor wants it.

    None where it did that before; another one is refused.
    """
    _have(plan)
    if any(it.number == number and it.deferred_by == DEBTOR for it in plan.deferrals):
        return None
    if plan.is_running and not may_defer(plan):
        raise Refused(_("You have put off an instalment already, or one is late. Let us call you."))
    return _put_off(plan, number, by=DEBTOR)


def defer_next(plan: Plan, seen: str, *, by: User) -> None:
    """The same of whatever comes next by staff, as often as it helps; the debtor is told."""
    _have(plan)
    plan.must_be_as(seen)
    coming = position(plan).next
    _put_off(plan, coming.number if coming else 0, by=by)
    plan_changed.send(plan)


def _have(plan: Plan) -> None:
    """Have the case of a plan, and the plan as it is now."""
    lock(plan.case)
    db.session.refresh(plan)
    db.session.expire(plan, ["instalments", "deferrals"])


def _put_off(plan: Plan, number: int, *, by: Actor) -> Deferral:
    if not plan.is_running:
        raise Refused(_("No payment plan is running."))
    line = _may_be_put_off(plan)
    if line is None or line.number != number:
        raise Refused(_("This instalment cannot be put off any more."))
    moved = {it.number: it.due_on for it in put_off(plan.dues, number, plan.day)}
    for instalment in plan.instalments:
        instalment.due_on = moved[instalment.number]
    made = Deferral(
        creditor_id=plan.creditor_id,
        plan_id=plan.id,
        number=number,
        from_on=line.due_on,
        until_on=moved.get(number, line.due_on),
        deferred_by=by if isinstance(by, str) else str(by.name),
    )
    db.session.add(made)
    db.session.flush()
    db.session.expire(plan, ["deferrals"])
    audit.record(plan, "plan.deferred", by=by, before=made.from_on, after=made.until_on)
    judge_plan_of(plan.case)
    return made


def _may_be_put_off(plan: Plan) -> Line | None:
    line = position(plan).next
    agreed = {due.number for due in plan.dues}
    return line if line and line.number in agreed and line.due_on >= clock.today() else None
