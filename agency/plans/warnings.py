"""The word to a debtor before it misses an instalment, and after, by the way that reaches it."""

from datetime import date

from agency.cases.services import lock
from agency.compliance.own_mails import was_told
from agency.law.vocabulary import Purpose
from agency.plans.kinds import News, PlanState, Risk
from agency.plans.mails import TOLD
from agency.plans.models import Plan
from agency.plans.queries import WARNED
from agency.plans.reaching import MAIL_FIRST, TEXT_FIRST, reach, ways_to
from agency.plans.risk import causes_of
from agency.plans.sayings import SAYINGS, WARNINGS
from portal import clock, db
from portal.audit import services as audit


def warn(plan: Plan, risk: Risk, day: date) -> None:
    """Tell the debtor that an instalment is near, while it may be missed: once for its day and cause.

    A mail that nobody read is followed by a text where that is possible.
    """
    lock(plan.case)
    db.session.refresh(plan)
    mark = f"{risk}:{day}"
    if plan.next_on != day or day < clock.today() or risk not in causes_of(plan):
        return
    ways = ways_to(plan.case, TEXT_FIRST if risk is Risk.UNREAD else MAIL_FIRST)
    if was_told(plan, WARNED, mark):
        return
    by = reach(
        plan,
        WARNINGS[risk],
        mark,
        ways=ways,
        purpose=Purpose.COLLECTION,
        job="plans.warn",
        risk=str(risk),
        day=str(day),
    )
    if by is not None:
        audit.record(plan, WARNED, by="system", mail=mark, channel=by)


def press(plan: Plan, news: News) -> None:
    """Tell the debtor that an instalment is late, each time anew, or that its plan is broken; once."""
    lock(plan.case)
    db.session.refresh(plan)
    if news is News.LATE:
        is_true, mark = plan.is_running and plan.late_minor > 0, f"{news}:{plan.next_on}"
    else:
        is_true, mark = plan.state == PlanState.BROKEN, str(news)
    if not is_true or was_told(plan, TOLD, mark):
        return
    by = reach(
        plan,
        SAYINGS[news],
        mark,
        ways=ways_to(plan.case),
        purpose=Purpose.COLLECTION,
        job="plans.tell",
        news=str(news),
    )
    if by is not None:
        audit.record(plan, TOLD, by="system", mail=mark, channel=by)
