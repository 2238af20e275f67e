"""A plan that runs gets other days, or an instalment in two parts, as staff agreed with the debtor."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _

from agency.cases.models import Case
from agency.cases.services import lock
from agency.plans.models import Instalment, Plan
from agency.plans.position import position
from agency.plans.schedule import Due, split
from agency.plans.schedule import move as moved
from agency.plans.services.judging import judge_plan_of
from agency.plans.services.offering import FIRST_WITHIN_DAYS
from agency.plans.signals import plan_changed
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused


def move_dates(plan: Plan, first_on: date, day: int, *, by: User) -> None:
    """Let the next instalment be due on a day, and those after it on a day of the months after."""
    case, number = _begin(plan)
    if not clock.today() <= first_on <= clock.today() + timedelta(days=FIRST_WITHIN_DAYS):
        raise Refused(
            _("The next instalment is to be paid within %(days)s days.", days=FIRST_WITHIN_DAYS)
        )
    before = plan.dues
    plan.day = day
    _write(plan, moved(before, number, first_on, day))
    audit.record(plan, "plan.dates_moved", by=by, before=before[number - 1].due_on, after=first_on)
    _end(plan, case)


def split_next(plan: Plan, seen: str, *, by: User) -> None:
    """Let the next instalment be paid in two parts, the second of them some days later."""
    case, number = _begin(plan)
    plan.must_be_as(seen)
    try:
        dues = split(plan.dues, number)
    except ValueError:
        raise Refused(_("This instalment cannot be split. Give it a new day.")) from None
    _write(plan, dues)
    audit.record(plan, "plan.split", by=by, amount=dues[number - 1].amount, on=dues[number].due_on)
    _end(plan, case)


def _begin(plan: Plan) -> tuple[Case, int]:
    """The case, locked, and the number of the instalment that is to be paid next."""
    case = lock(plan.case)
    db.session.refresh(plan)
    db.session.expire(plan, ["instalments"])
    if not plan.is_running:
        raise Refused(_("No payment plan is running."))
    line = position(plan).next
    if line is None or line.number > len(plan.instalments):
        raise Refused(_("All agreed instalments are paid. What is left is the last one."))
    return case, line.number


def _write(plan: Plan, dues: Sequence[Due]) -> None:
    """Let the agreed instalments be these; what was there is changed, what is new is added."""
    kept = {each.number: each for each in plan.instalments}
    for due in dues:
        if found := kept.get(due.number):
            found.due_on, found.amount_minor = due.due_on, due.amount.minor
        else:
            db.session.add(
                Instalment(
                    creditor_id=plan.creditor_id,
                    plan_id=plan.id,
                    number=due.number,
                    due_on=due.due_on,
                    amount_minor=due.amount.minor,
                )
            )
    db.session.flush()
    db.session.expire(plan, ["instalments"])


def _end(plan: Plan, case: Case) -> None:
    judge_plan_of(case)
    plan_changed.send(plan)
