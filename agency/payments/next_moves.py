"""Whose move a case is while a payer's bank asks about a payment."""

from collections.abc import Iterable

from sqlalchemy import select

from agency.cases.models import Case, Mover
from agency.cases.pending import Pending
from agency.payments.answering import MOVE, may_be_answered
from agency.payments.models import Chargeback
from portal import clock, db


def pending_of(case: Case) -> Iterable[Pending]:
    """The chargebacks that the agency may still answer, each by its day."""
    for it in db.session.scalars(
        select(Chargeback).where(Chargeback.case_id == case.id, Chargeback.state == "open")
    ):
        if may_be_answered(it):
            until = clock.day_of(it.answer_by or clock.now())
            yield Pending(Mover.AGENCY, MOVE, until)
