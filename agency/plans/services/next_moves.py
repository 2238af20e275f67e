"""Whose move a case is while a plan runs, is offered, or is asked for."""

from collections.abc import Iterable

from sqlalchemy import select

from agency.cases import services as cases
from agency.cases.models import Case, Mover
from agency.cases.pending import Pending
from agency.contacts.services.next_moves import PRESSING
from agency.plans.kinds import PlanState
from agency.plans.models import Plan
from agency.plans.queries import Standing, standing_on
from agency.plans.risk import is_for_staff
from portal import clock, db
from portal.errors import Words

AT_RISK = "plan_at_risk"
_AFTER_DAYS = 1


def pending_of(case: Case) -> Iterable[Pending]:
    """What a case waits for because of a plan. Nothing else goes out before."""
    return pending_by(standing_on(case))


def pending_by(stands: Standing) -> Iterable[Pending]:
    """The same by what stands."""
    made, plan, referral = stands.settlement, stands.plan, stands.referral
    if made is not None and made.is_alive:
        why = Words("A settlement holds through %(day)s.", day=made.pay_by)
        yield Pending(Mover.DEBTOR, "settlement", made.pay_by, why)
    if referral is not None:
        why = Words("The creditor is asked whether it goes beyond its limits.")
        yield Pending(Mover.CREDITOR, "plan_referred", referral.answer_by, why)
        if referral.is_late:
            yield Pending(Mover.AGENCY, "plan_unanswered", clock.today())
    if plan is None or (referral is not None and referral.plan_id == plan.id):
        return
    if plan.state == PlanState.ASKED:
        why = Words("The debtor asks for a payment plan, and nobody has answered.")
        yield Pending(Mover.AGENCY, "plan_asked", plan.open_until, why)
    elif plan.state == PlanState.OFFERED:
        why = Words("A payment plan is offered through %(day)s.", day=plan.open_until)
        yield Pending(Mover.DEBTOR, "plan_offer", plan.open_until, why)
    else:
        why = Words("A payment plan is running. Nothing goes out while it is kept.")
        yield Pending(Mover.DEBTOR, "instalment", plan.next_on or clock.today(), why)
        if db.session.scalar(select(is_for_staff()).where(Plan.id == plan.id)):
            yield Pending(Mover.AGENCY, AT_RISK, clock.today())


def go_on(case: Case) -> None:
    """Let the case wait for what comes next, unless something presses more."""
    if case.is_open and case.move not in PRESSING:
        cases.carry_on(case, _AFTER_DAYS)


def ask_why(case: Case) -> None:
    """Let a collector ask why a plan was not kept, unless something presses more."""
    _ask(case, "broken_plan")


def ask_again(case: Case) -> None:
    """Let a collector decide what follows on an answer of the creditor that led to nothing."""
    _ask(case, "plan_unanswered")


def _ask(case: Case, move: str) -> None:
    if case.is_open and not case.hold and case.move not in (*PRESSING, "callback"):
        case.waits_for(Mover.AGENCY, move, clock.today())
