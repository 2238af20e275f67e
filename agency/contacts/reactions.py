"""What contacts do when money comes or goes, and when a case ends."""

from typing import Any

from sqlalchemy import and_, select, update

from agency.cases.models import Case
from agency.cases.signals import case_closed
from agency.contacts.kinds import PromiseState
from agency.contacts.models import Callback, Promise
from agency.contacts.services import judge_promises_of
from agency.payments.models import Payment, Refund
from agency.payments.signals import (
    payment_received,
    payment_refunded,
    payment_taken_back,
    refund_undone,
)
from portal import clock, db
from portal.audit import services as audit


@payment_received.connect
def judge_after_payment(payment: Payment, **_facts: Any) -> None:
    """Money came in: a promise may be kept by it."""
    _judge_case_of(payment.id)


@payment_refunded.connect
@payment_taken_back.connect
@refund_undone.connect
def judge_after_refund(refund: Refund, **_facts: Any) -> None:
    """Money went back, or came back again: what was kept by it may be so no longer."""
    _judge_case_of(refund.payment_id)


@case_closed.connect
def end_with_case(case: Case, **_facts: Any) -> None:
    """Nothing is waited for on a closed case."""
    running = db.session.scalars(
        select(Promise).where(Promise.case_id == case.id, Promise.state == PromiseState.RUNNING)
    ).all()
    for promised in running:
        promised.state, promised.ended_at = PromiseState.ENDED, clock.now()
        promised.ended_why = "closed"
        audit.record(promised, "promise.ended", by="system", amount=promised.amount)
    db.session.execute(
        update(Callback)
        .where(
            Callback.case_id == case.id, Callback.done_at.is_(None), Callback.dropped_at.is_(None)
        )
        .values(dropped_at=clock.now())
    )


def _judge_case_of(payment_id: object) -> None:
    """Judge the promises of a payment's case. Most cases have none, which one question tells."""
    case = db.session.scalars(
        select(Case)
        .join(Payment, and_(Payment.agency_id == Case.agency_id, Payment.case_id == Case.id))
        .where(
            Payment.id == payment_id,
            select(Promise.id)
            .where(Promise.agency_id == Case.agency_id, Promise.case_id == Case.id)
            .correlate(Case)
            .exists(),
        )
    ).one_or_none()
    if case is not None:
        judge_promises_of(case)
