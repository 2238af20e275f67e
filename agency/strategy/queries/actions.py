"""The actions of cases: what is planned, what has been done, what is due and what holds it."""

import uuid
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from agency.cases.models import Case
from agency.strategy.kinds import APPROVAL, ActionState, Deed
from agency.strategy.models import Action, Course, PlanningRun, Step, StrategyVersion
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


def steps_done(course: Course) -> Sequence[Step]:
    """The steps of its version that a case has come past, the latest first."""
    return db.session.scalars(
        select(Step)
        .where(
            Step.version_id == course.version_id,
            Step.position <= course.position,
            Step.deed != Deed.NOTHING,
        )
        .order_by(Step.position.desc(), Step.variant)
    ).all()


def version_with_strategy(version_id: uuid.UUID) -> StrategyVersion:
    """A version, with the strategy that it is of."""
    return db.session.scalars(
        select(StrategyVersion)
        .where(StrategyVersion.id == version_id)
        .options(joinedload(StrategyVersion.strategy))
    ).one()


class Due(StrEnum):
    """The lists of steps whose day has come."""

    READY = "ready"
    HELD = "held"
    APPROVAL = "approval"
    DECIDE = "decide"


def due(which: Due, today: date, *, notice_kind: str = "", held_by: str = "") -> Select[Any]:
    """Planned actions whose day has come, with what a list shows of their cases."""
    query = (
        select(Action)
        .join(Case, (Case.agency_id == Action.agency_id) & (Case.id == Action.case_id))
        .where(Case.closed_at.is_(None), *_on(which, today))
        .options(
            joinedload(Action.step),
            joinedload(Action.case).options(
                joinedload(Case.debtor), joinedload(Case.creditor), joinedload(Case.balance)
            ),
        )
    )
    if notice_kind:
        query = query.where(Action.notice_kind == notice_kind)
    return query.where(Action.held_by == held_by) if held_by else query


def counts(which: Due, today: date) -> dict[str, int]:
    """How many of a list by what tells them apart: the bar that holds them, or else the notice."""
    by = Action.held_by if which is Due.HELD else Action.notice_kind
    rows = db.session.execute(
        select(by, func.count()).where(*_on(which, today)).group_by(by).order_by(by)
    )
    return {row[0]: row[1] for row in rows}


def notices_to_make(today: date, notice_kind: str, limit: int) -> Sequence[Action]:
    """The notices of a kind that are due and that nothing holds, the oldest first."""
    return db.session.scalars(
        select(Action)
        .where(
            *_on(Due.READY, today),
            Action.deed == Deed.NOTICE,
            Action.notice_kind == notice_kind,
        )
        .order_by(Action.planned_on, Action.id)
        .limit(limit)
    ).all()


def _on(which: Due, today: date) -> tuple[ColumnElement[bool], ...]:
    waits = (Action.state == ActionState.PLANNED, Action.planned_on <= today)
    decides = Action.deed == Deed.DECIDE
    return {
        Due.READY: (*waits, Action.held_by == "", ~decides),
        Due.HELD: (*waits, Action.held_by.not_in(["", APPROVAL]), ~decides),
        Due.APPROVAL: (*waits, Action.held_by == APPROVAL),
        Due.DECIDE: (*waits, decides),
    }[which]


def last_runs(number: int = 14) -> Sequence[PlanningRun]:
    """The latest planning runs, the newest first."""
    return db.session.scalars(
        select(PlanningRun).order_by(PlanningRun.day.desc()).limit(number)
    ).all()
