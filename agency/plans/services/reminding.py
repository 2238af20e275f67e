"""A creditor that did not answer by its day: reminded once, and a task for the office."""

from sqlalchemy import and_, select

from agency.cases.models import Case
from agency.plans.models import Referral
from agency.plans.services.next_moves import go_on
from agency.plans.signals import referral_late
from portal import clock, db, outbox
from portal.audit import services as audit

CHUNK = 200


def remind_creditors() -> int:
    """Remind the creditors whose day to answer a question has passed, each once; how many.

    A chunk at a time; cases that somebody works at this moment are left for the next run.
    """
    found = db.session.scalars(
        select(Referral)
        .join(Case, and_(Case.agency_id == Referral.agency_id, Case.id == Referral.case_id))
        .where(
            Referral.answer == "",
            Referral.reminded_at.is_(None),
            Referral.answer_by < clock.today(),
        )
        .order_by(Referral.answer_by, Referral.id)
        .limit(CHUNK)
        .with_for_update(of=(Case, Referral), skip_locked=True)
    ).all()
    for referral in found:
        referral.reminded_at = clock.now()
        audit.record(referral, "plan.referral_reminded", by="system", due_on=referral.answer_by)
        db.session.flush()
        referral_late.send(referral)
        go_on(referral.case)
    if len(found) == CHUNK:
        outbox.later("plans.remind_creditors")
    return len(found)
