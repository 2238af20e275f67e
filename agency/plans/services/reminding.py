"""A creditor that does not answer: reminded before its day, and a task for the office after it."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, select

from agency.cases.models import Case
from agency.plans.models import Referral
from agency.plans.services.next_moves import go_on
from agency.plans.signals import referral_reminded
from portal import clock, db, outbox
from portal.audit import services as audit

CHUNK = 200
AHEAD = timedelta(days=1)
"""How long before its day a creditor is reminded; not on the day on which it was asked."""
_WAITING = ("plan_referred", "held")
"""What a case waits for until the office takes a question over."""


def remind_creditors() -> int:
    """Remind the creditors whose day to answer a question comes, each once; how many."""
    today = clock.today()
    found = _open(
        Referral.reminded_at.is_(None),
        Referral.answer_by <= today + AHEAD,
        Referral.asked_at < datetime.combine(today, time(), clock.OFFICE_ZONE),
    )
    for referral in found:
        referral.reminded_at = clock.now()
        audit.record(referral, "plan.referral_reminded", by="system", due_on=referral.answer_by)
        db.session.flush()
        referral_reminded.send(referral)
    return len(found)


def take_over_unanswered() -> int:
    """Make cases whose creditor did not answer by its day a task of the office; how many."""
    found = _open(Referral.answer_by < clock.today(), Case.move.in_(_WAITING))
    for referral in found:
        go_on(referral.case)
    return len(found)


def _open(*which: Any) -> Sequence[Referral]:
    """A chunk of unanswered questions; cases that somebody works now are left for the next run."""
    found = db.session.scalars(
        select(Referral)
        .join(Case, and_(Case.agency_id == Referral.agency_id, Case.id == Referral.case_id))
        .where(Referral.answer == "", Case.closed_at.is_(None), *which)
        .order_by(Referral.answer_by, Referral.id)
        .limit(CHUNK)
        .with_for_update(of=(Case, Referral), skip_locked=True)
    ).all()
    if len(found) == CHUNK:
        outbox.later("plans.remind_creditors")
    return found
