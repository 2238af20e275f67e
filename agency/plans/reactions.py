"""What plans do when money comes or goes, when facts change, and when a case ends."""

from typing import Any

from sqlalchemy import and_, select

from agency.cases.models import Case
from agency.cases.signals import case_closed
from agency.payments.models import Payment, Refund
from agency.payments.signals import (
    payment_received,
    payment_refunded,
    payment_taken_back,
    refund_undone,
)
from agency.plans.kinds import PlanState
from agency.plans.models import Plan
from agency.plans.position import position
from agency.plans.queries import alive
from agency.plans.services import judge_plan_of
from agency.plans.signals import plan_over
from portal import clock, db
from portal.audit import services as audit


@payment_received.connect
def judge_after_payment(payment: Payment, **_facts: Any) -> None:
    """Money came in: an instalment may be paid by it."""
    _judge_case_of(payment.id)


@payment_refunded.connect
@payment_taken_back.connect
@refund_undone.connect
def judge_after_refund(refund: Refund, **_facts: Any) -> None:
    """Money went back, or came back again: an instalment may be open or paid by it."""
    _judge_case_of(refund.payment_id)


@case_closed.connect
def end_with_case(case: Case, **_facts: Any) -> None:
    """A plan is paid with its case, or over with it."""
    plan = alive(case)
    if plan is None:
        return
    is_paid = plan.is_running and position(plan).is_done
    plan.state = PlanState.COMPLETED if is_paid else PlanState.ENDED
    plan.ended_at, plan.ended_why = clock.now(), "" if is_paid else "closed"
    db.session.flush()
    kind = "plan.completed" if is_paid else "plan.ended"
    audit.record(plan, kind, by="system", amount=plan.total)
    plan_over.send(plan)


def _judge_case_of(payment_id: object) -> None:
    """Judge the plan of a payment's case. Most cases have none, which one question tells."""
    case = db.session.scalars(
        select(Case)
        .join(Payment, and_(Payment.agency_id == Case.agency_id, Payment.case_id == Case.id))
        .where(
            Payment.id == payment_id,
            select(Plan.id)
            .where(
                Plan.agency_id == Case.agency_id,
                Plan.case_id == Case.id,
                Plan.state == PlanState.RUNNING,
            )
            .correlate(Case)
            .exists(),
        )
    ).one_or_none()
    if case is not None:
        judge_plan_of(case)
