"""Whose move a case is while an instalment may not come in by itself."""

from collections.abc import Iterable

from sqlalchemy import select

from agency.autopay.kinds import AttemptState
from agency.autopay.models import SavedMethod
from agency.autopay.queries import attempts_for
from agency.cases import services as cases
from agency.cases.models import Case, Mover
from agency.cases.pending import Pending
from agency.contacts.services.next_moves import PRESSING
from portal import clock, db

_AFTER_DAYS = 1


def pending_of(case: Case) -> Iterable[Pending]:
    """A plan at risk: a charge that is not tried again, or what was seen ahead of the day."""
    saved = db.session.scalars(
        select(SavedMethod)
        .where(SavedMethod.case_id == case.id)
        .order_by(SavedMethod.active_at.desc().nulls_last(), SavedMethod.id.desc())
        .limit(1)
    ).first()
    if saved is None or not saved.plan.is_running or saved.plan.next_on is None:
        return
    if is_at_risk(saved):
        yield Pending(Mover.AGENCY, "plan_at_risk", min(saved.plan.next_on, clock.today()))


def is_at_risk(saved: SavedMethod) -> bool:
    """Whether the next instalment may not come in by itself, and somebody should look."""
    coming = saved.plan.next_on
    if saved.is_active and saved.risk and saved.risk_for == coming:
        return True
    tries = attempts_for(saved.plan_id, coming)
    if not tries or tries[-1].saved_method_id != saved.id:
        return False
    return tries[-1].state == AttemptState.DECLINED and tries[-1].retry_on is None


def go_on(case: Case) -> None:
    """Let the case wait for what comes next, unless something presses more."""
    if case.is_open and case.move not in PRESSING:
        cases.carry_on(case, _AFTER_DAYS)
