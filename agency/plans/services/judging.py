"""Whether plans are kept: at once when the books change, and each hour for all that are due."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import selectinload

from agency.cases.guard import there_is
from agency.cases.models import Case, Debtor, Hold
from agency.payments.queries import awaits_bank, is_awaited
from agency.plans.kinds import ANNOUNCED_OTHERWISE, OPEN, PlanState
from agency.plans.models import Plan
from agency.plans.position import Position, position, positions
from agency.plans.queries import alive, rested_until
from agency.plans.schedule import is_broken
from agency.plans.services.next_moves import AT_RISK, ask_why, go_on
from agency.plans.services.waiving import judge_waiver_of
from agency.plans.signals import plan_dropped, plan_late, plan_over
from portal import clock, db, outbox, slots
from portal.audit import services as audit
from portal.money import Money

CHUNK = 500
"""Plans that one transaction judges."""
REMIND_DAYS = 5
"""How many days before an instalment its reminder goes out; time enough to see that nobody read it."""
_WAITING = ("instalment", "plan_offer", AT_RISK)
"""Moves that follow from a plan, and change with it."""


def judge_plan_of(case: Case) -> None:
    """Judge the plan of a case that is locked, now that the books changed."""
    plan = alive(case)
    if plan is None or not plan.is_running:
        return
    db.session.expire(plan, ["instalments"])
    stands = position(plan)
    rested = rested_until([case.id]) if stands.late(clock.today()) else {}
    waits = bool(case.hold) or is_awaited(case)
    _judge(plan, stands, waits=waits, rested=rested.get(case.id))
    if case.is_open and (case.move in _WAITING or not plan.is_running):
        go_on(case)


def judge_due() -> int:
    """Judge the plans whose instalment should have come in, and close the offers whose day has passed.

    Returns how many. A chunk at a time, the rest by a job anew; cases that somebody works at this
    moment are left for the next run.
    """
    found = db.session.scalars(
        select(Plan)
        .join(Case, and_(Case.agency_id == Plan.agency_id, Case.id == Plan.case_id))
        .where(
            or_(
                and_(
                    Plan.state == PlanState.RUNNING,
                    Plan.next_on < clock.today(),
                    ~awaits_bank(Case),
                    ~there_is(Hold, Case, Hold.lifted_at.is_(None)),
                ),
                and_(Plan.state == PlanState.OFFERED, Plan.open_until < clock.today()),
            ),
            or_(Plan.judged_at.is_(None), Plan.judged_at < clock.now() - timedelta(minutes=30)),
        )
        .options(selectinload(Plan.instalments), selectinload(Plan.case))
        .order_by(Plan.next_on, Plan.id)
        .limit(CHUNK)
        .with_for_update(of=Case, skip_locked=True)
    ).all()
    running = [plan for plan in found if plan.is_running]
    rested = rested_until(plan.case_id for plan in running)
    for plan, stands in zip(running, positions(running), strict=True):
        _judge(plan, stands, waits=False, rested=rested.get(plan.case_id))
    lapsed = [plan for plan in found if plan.state in OPEN]
    for plan in lapsed:
        plan.state, plan.ended_at, plan.ended_why = PlanState.ENDED, clock.now(), "lapsed"
        plan.judged_at = clock.now()
        audit.record(plan, "plan.lapsed", by="system", amount=plan.total)
    db.session.flush()
    for plan in lapsed:
        plan_dropped.send(plan)
    for plan in [*lapsed, *running]:
        if plan.case.move in _WAITING:
            go_on(plan.case)
    if len(found) == CHUNK:
        outbox.later("plans.judge")
    return len(found)


def remind_due() -> int:
    """Ask for the reminders of instalments that are due in a few days; how many. Each once."""
    today = clock.today()
    found = db.session.scalars(
        update(Plan)
        .where(
            Plan.state == PlanState.RUNNING,
            Plan.next_on > today,
            Plan.next_on <= today + timedelta(days=REMIND_DAYS),
            or_(Plan.reminder_for.is_(None), Plan.reminder_for != Plan.next_on),
            *_not_announced(),
            Plan.case_id.in_(
                select(Case.id)
                .join(Debtor, and_(Debtor.agency_id == Case.agency_id, Debtor.id == Case.debtor_id))
                .where(Debtor.email != "")
            ),
        )
        .values(reminder_for=Plan.next_on)
        .returning(Plan.id)
        .execution_options(synchronize_session=False)
    ).all()
    for plan_id in found:
        outbox.later("plans.remind", plan_id=plan_id)
    return len(found)


def _not_announced() -> list[ColumnElement[bool]]:
    """Without the plans whose instalments a higher slice announces in its own way."""
    announced = slots.offers(ANNOUNCED_OTHERWISE)
    return [~announced(Plan)] if announced else []


def _judge(plan: Plan, stands: Position, *, waits: bool, rested: date | None) -> None:
    """Bring a plan up to what the books say. While its case rests, or a bank carries a debit out, nothing
    is late.
    """
    was_late, today = plan.late_minor, clock.today()
    coming, late = stands.next, stands.late(today)
    if waits:
        late = Money.zero(plan.currency)
    plan.next_on = coming.due_on if coming else None
    plan.next_amount = coming.left if coming else Money.zero(plan.currency)
    plan.late_amount, plan.judged_at = late, clock.now()
    if stands.is_done:
        _over(plan, PlanState.COMPLETED, "plan.completed", stands)
        judge_waiver_of(plan.case)
    elif not waits and is_broken(
        stands.lines, today, grace_days=plan.grace_days, rested_until=rested
    ):
        _over(plan, PlanState.BROKEN, "plan.broken", stands)
    elif late and not was_late:
        audit.record(plan, "plan.late", by="system", amount=late)
        plan_late.send(plan)


def _over(plan: Plan, state: PlanState, kind: str, stands: Position) -> None:
    plan.state, plan.ended_at = state, clock.now()
    db.session.flush()
    audit.record(plan, kind, by="system", amount=stands.received, left=stands.left)
    if state is PlanState.BROKEN:
        ask_why(plan.case)
    plan_over.send(plan)
