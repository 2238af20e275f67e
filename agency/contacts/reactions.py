"""What contacts do when money comes or goes, and when a case ends."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from agency.cases.models import Case
from agency.cases.signals import case_closed
from agency.contacts.kinds import PromiseState
from agency.contacts.models import Callback, Promise
from agency.contacts.services import judge_promises_of
from agency.payments.models import Payment, Refund
from agency.payments.signals import (
    payment_refunded,
    payment_taken_back,
    payments_received,
    refund_undone,
)
from portal import clock, db
from portal.audit import services as audit
from portal.bulk import among
from portal.web import get


@payments_received.connect
def judge_after_payments(_sender: None, received: Mapping[UUID, UUID], **_facts: Any) -> None:
    """Money came in: promises may be kept by it."""
    _judge_cases(received.values())


@payment_refunded.connect
@payment_taken_back.connect
@refund_undone.connect
def judge_after_refund(refund: Refund, **_facts: Any) -> None:
    """Money went back, or came back again: what was kept by it may be so no longer."""
    _judge_cases([get(Payment, refund.payment_id).case_id])


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


def _judge_cases(case_ids: Iterable[UUID]) -> None:
    """Judge the promises of these cases. Most have none, which one question tells."""
    promised = select(Promise.id).where(
        Promise.agency_id == Case.agency_id, Promise.case_id == Case.id
    )
    wanted = select(Case).where(among(Case.id, case_ids), promised.correlate(Case).exists())
    for case in db.session.scalars(wanted).all():
        judge_promises_of(case)
