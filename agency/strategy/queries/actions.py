"""The actions of cases: what is planned, what has been done, what is due and what holds it."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from agency.cases.models import Case
from agency.strategy.kinds import ActionState
from agency.strategy.models import Action, Course, PlanningRun, StrategyVersion
from portal import db
from portal.tenancy import acting


def planned_action(case_id: uuid.UUID) -> Action | None:
    """The one next action of a case, where it follows a strategy."""
    return db.session.scalars(
        select(Action).where(Action.case_id == case_id, Action.state == ActionState.PLANNED)
    ).one_or_none()


def course_of(case_id: uuid.UUID) -> Course | None:
    """How far a case is in its strategy."""
    return db.session.get(Course, (acting().agency_id, case_id))


def actions_of(case_id: uuid.UUID) -> Sequence[Action]:
    """All actions of a case, the latest first."""
    return db.session.scalars(
        select(Action)
        .where(Action.case_id == case_id)
        .options(joinedload(Action.step))
        .order_by(Action.ended_at.desc().nulls_first(), Action.planned_at.desc(), Action.id)
    ).all()


def due(today: date) -> Select[Any]:
    """Planned actions whose day has come, with what a list shows of their cases."""
    return (
        select(Action)
        .join(Case, (Case.agency_id == Action.agency_id) & (Case.id == Action.case_id))
        .where(
            Action.state == ActionState.PLANNED,
            Action.planned_on <= today,
            Case.closed_at.is_(None),
        )
        .options(
            joinedload(Action.step),
            joinedload(Action.version).joinedload(StrategyVersion.strategy),
            joinedload(Action.case).options(
                joinedload(Case.debtor), joinedload(Case.creditor), joinedload(Case.balance)
            ),
        )
    )


def held_counts(today: date) -> dict[str, int]:
    """How many due actions each bar holds; those that nothing holds under an empty code."""
    rows = db.session.execute(
        select(Action.held_by, func.count())
        .where(Action.state == ActionState.PLANNED, Action.planned_on <= today)
        .group_by(Action.held_by)
    )
    return dict(rows.tuples().all())


def last_runs(number: int = 14) -> Sequence[PlanningRun]:
    """The latest planning runs, the newest first."""
    return db.session.scalars(
        select(PlanningRun).order_by(PlanningRun.day.desc()).limit(number)
    ).all()
