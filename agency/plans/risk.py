"""Plans at risk: which they are, and why, as the database can tell of whole lists."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, Select, and_, case, cast, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload, with_expression

from agency.cases.models import Case, Debtor
from agency.plans.kinds import ALIVE, PlanState
from agency.plans.models import Plan
from portal import clock
from portal.audit.models import Event

SOON_DAYS = 7
"""How many days ahead an instalment is looked at."""
LAPSING_DAYS = 3


class Risk(StrEnum):
    """Why a plan may not hold, the most pressing first."""

    ASKED = "asked"
    """The debtor waits for an answer."""
    BREAKING = "breaking"
    """Late, and its days of grace end within two days."""
    LATE = "late"
    LAPSING = "lapsing"
    """An offer that nobody agreed to, about to run out."""
    WAS_LATE = "was_late"
    """The next instalment is near, and one was late before."""
    UNREACHED = "unreached"
    """The next instalment is near, and no reminder can go out by mail."""


def at_work(*, at_risk: bool = False) -> Select[Any]:
    """The plans that stand, to be paged by key, each with why it is at risk; or those at risk alone."""
    why = _why()
    found = (
        select(Plan)
        .where(Plan.state.in_(ALIVE))
        .options(
            joinedload(Plan.case).joinedload(Case.debtor),
            joinedload(Plan.case).joinedload(Case.creditor),
            selectinload(Plan.instalments),
            with_expression(Plan.risk, why),
        )
    )
    return found.where(why.is_not(None)) if at_risk else found


def _why() -> Any:
    today = clock.today()
    soon = today + timedelta(days=SOON_DAYS)
    is_running = Plan.state == PlanState.RUNNING
    is_late = and_(is_running, or_(Plan.late_minor > 0, Plan.next_on < today))
    is_near = and_(is_running, Plan.next_on <= soon)
    breaking = and_(
        is_late, Plan.next_on + cast(Plan.grace_days, Integer) <= today + timedelta(days=2)
    )
    lapsing = and_(
        Plan.state == PlanState.OFFERED, Plan.open_until <= today + timedelta(days=LAPSING_DAYS)
    )
    was_late = exists().where(
        Event.agency_id == Plan.agency_id, Event.subject_id == Plan.id, Event.kind == "plan.late"
    )
    unreached = exists().where(
        Case.agency_id == Plan.agency_id,
        Case.id == Plan.case_id,
        Debtor.agency_id == Case.agency_id,
        Debtor.id == Case.debtor_id,
        Debtor.email == "",
    )
    return case(
        (Plan.state == PlanState.ASKED, Risk.ASKED.value),
        (breaking, Risk.BREAKING.value),
        (is_late, Risk.LATE.value),
        (lapsing, Risk.LAPSING.value),
        (and_(is_near, was_late), Risk.WAS_LATE.value),
        (and_(is_near, unreached), Risk.UNREACHED.value),
    )
