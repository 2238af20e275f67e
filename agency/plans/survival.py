"""How plans hold: counted by the database over whole cohorts, and kept or not after so many months."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import Interval, and_, case, cast, func, literal, or_, select

from agency.plans.kinds import PlanState
from agency.plans.models import Instalment, Plan
from portal import clock, db

MONTHS = 12
"""How many months a plan is followed."""
SINCE_MONTHS = 24
"""How far back plans are looked at."""
SHORT, MEDIUM = 3, 6
"""Instalments of a short plan, and of a middling one."""
_CLOSED = "closed"


class By(StrEnum):
    """What plans are put together by."""

    MONTH = "month"
    SOURCE = "source"
    TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the plans that are old enough, how many held for so many months."""

    months: int
    held: int
    of: int

    @property
    def percent(self) -> int | None:
        """In whole percent; None where no plan is old enough."""
        return round(100 * self.held / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Plans that began in one month, or in one way."""

    name: str
    begun: int
    running: int
    paid: int
    early: int
    """Paid before the last instalment was due; these are among the paid."""
    broken: int
    ended: int
    """Ended by staff, or over with their case."""
    kept: tuple[Kept, ...]


def cohorts(by: By, creditor_id: uuid.UUID | None = None) -> Sequence[Cohort]:
    """Plans by what they have in common, the latest month first; of one creditor, or of all."""
    group = _GROUPS[by]
    rows = db.session.execute(
        select(group.label("name"), *_figures())
        .where(*_which(creditor_id))
        .group_by(group)
        .order_by(group.desc() if by is By.MONTH else group)
    ).mappings()
    return [_cohort(row) for row in rows]


def all_plans(creditor_id: uuid.UUID | None = None) -> Cohort | None:
    """All plans together; None where there is none."""
    row = (
        db.session.execute(
            select(literal("").label("name"), *_figures()).where(*_which(creditor_id))
        )
        .mappings()
        .one()
    )
    found = _cohort(row)
    return found if found.begun else None


def since() -> date:
    """The first day of the months that are looked at."""
    today = clock.today()
    year, month = divmod(today.year * 12 + today.month - SINCE_MONTHS, 12)
    return date(year, month + 1, 1)


def _which(creditor_id: uuid.UUID | None) -> list[Any]:
    first = datetime.combine(since(), time(), clock.OFFICE_ZONE)
    mine = [] if creditor_id is None else [Plan.creditor_id == creditor_id]
    return [Plan.agreed_at.is_not(None), Plan.agreed_at >= first, *mine]


def _figures() -> list[Any]:
    last_due = (
        select(func.max(Instalment.due_on))
        .where(Instalment.agency_id == Plan.agency_id, Instalment.plan_id == Plan.id)
        .correlate(Plan)
        .scalar_subquery()
    )
    is_paid = Plan.state == PlanState.COMPLETED
    counted = {
        "begun": literal(True),
        "running": Plan.state == PlanState.RUNNING,
        "paid": is_paid,
        "early": and_(is_paid, db.day_of(Plan.ended_at) < last_due),
        "broken": Plan.state == PlanState.BROKEN,
        "ended": Plan.state == PlanState.ENDED,
    }
    columns = [func.count().filter(which).label(name) for name, which in counted.items()]
    for months in range(1, MONTHS + 1):
        until = Plan.agreed_at + cast(f"{months} months", Interval)
        old_enough = and_(
            until <= clock.now(), or_(~_is_over_with_its_case(), Plan.ended_at > until)
        )
        held = or_(Plan.state.in_((PlanState.RUNNING, PlanState.COMPLETED)), Plan.ended_at > until)
        columns.append(func.count().filter(old_enough).label(f"of_{months}"))
        columns.append(func.count().filter(and_(old_enough, held)).label(f"held_{months}"))
    return columns


def _is_over_with_its_case() -> Any:
    """The case closed otherwise than by payment: neither kept nor broken, so not counted after that."""
    return and_(Plan.state == PlanState.ENDED, Plan.ended_why == _CLOSED)


def _cohort(row: Any) -> Cohort:
    kept = tuple(
        Kept(months, row[f"held_{months}"], row[f"of_{months}"]) for months in range(1, MONTHS + 1)
    )
    return Cohort(
        str(row["name"]),
        begun=row["begun"],
        running=row["running"],
        paid=row["paid"],
        early=row["early"],
        broken=row["broken"],
        ended=row["ended"],
        kept=kept,
    )


_COUNT = (
    select(func.count())
    .where(Instalment.agency_id == Plan.agency_id, Instalment.plan_id == Plan.id)
    .correlate(Plan)
    .scalar_subquery()
)
_GROUPS: dict[By, Any] = {
    By.MONTH: func.to_char(db.office_time(Plan.agreed_at), "YYYY-MM"),
    By.SOURCE: case((Plan.made_by == "debtor", "debtor"), else_="staff"),
    By.TERMS: case((_COUNT <= SHORT, "1_short"), (_COUNT <= MEDIUM, "2_medium"), else_="3_long"),
}
