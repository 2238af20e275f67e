"""What contacts do when money comes or goes, and when a case ends."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from agency.cases.models import Case
from agency.cases.signals import case_closed
from agency.contacts.kinds import PromiseState
from agency.contacts.models import Callback, Promise
from agency.contacts.services import judge_promises_of
from agency.contacts.signals import promises_judged
from agency.payments import following
from agency.payments.models import Payment, Refund
from agency.payments.signals import payment_refunded, payment_taken_back, refund_undone
from portal import clock, db
from portal.audit import services as audit
from portal.bulk import among
from portal.web import get

_PROMISED = (
    select(Promise.case_id.label("id"))
    .where(
        Promise.agency_id == bindparam("agency_id"),
        Promise.case_id == func.any(bindparam("case_ids", type_=ARRAY(Uuid()))),
    )
    .distinct()
)


@following.acts_on(_PROMISED)
def judge_after_payments(cases: following.Ids) -> None:
    """Money came in: promises may be kept by it."""
    _judge(cases)


@payment_refunded.connect
@payment_taken_back.connect
@refund_undone.connect
def judge_after_refund(refund: Refund, **_facts: Any) -> None:
    """Money went back, or came back again: what was kept by it may be so no longer."""
    _judge([get(Payment, refund.payment_id).case_id])


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


def _judge(case_ids: Iterable[UUID]) -> None:
    """Judge the promises of these cases, and tell whom it changes something for."""
    judged = list(case_ids)
    for case in db.session.scalars(select(Case).where(among(Case.id, judged))).all():
        judge_promises_of(case)
    promises_judged.send(cases=judged)
