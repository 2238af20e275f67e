"""Planning: cases begin to follow a strategy, and each has exactly one next action. In sets.

Every statement can be run again at once and then changes nothing. Rows that somebody else has in
hand are left to the next run, so that planning never waits for people, nor they for it.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Text,
    Uuid,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from agency.cases import guard
from agency.cases.models import Case, Mover
from agency.compliance.bars import DECLARED
from agency.strategy.declared import declared_bar
from agency.strategy.kinds import APPROVAL, APPROVE, ActionState, Deed, Origin, Sender
from agency.strategy.models import Action
from agency.strategy.queries.next_steps import next_steps
from agency.strategy.services.beginning import begin
from agency.strategy.services.sets import change, count, free
from portal import clock, db
from portal.tenancy import acting

OWN_MOVES = ("notice", APPROVE, *(deed.value for deed in (Deed.CALL, Deed.VISIT, Deed.DECIDE)))
"""What a case waits for by its strategy; everything else presses more and is left alone."""
_NEW_KEY = func.gen_random_uuid()


@dataclass(frozen=True, slots=True)
class Planned:
    """How many cases began, were planned, had an action overtaken, or are held."""

    begun: int = 0
    planned: int = 0
    overtaken: int = 0
    held: int = 0

    def __add__(self, other: "Planned") -> "Planned":
        return Planned(
            self.begun + other.begun,
            self.planned + other.planned,
            self.overtaken + other.overtaken,
            self.held + other.held,
        )


def plan(which: ColumnElement[bool], today: date) -> Planned:
    """Bring the open cases that `which` names up to date: course, next action, what holds it, move."""
    begun = begin(which, today)
    overtaken = overtake(which, today)
    planned = add_missing(which, today)
    held = mark_held(which, today)
    set_moves(which, today)
    return Planned(begun, planned, overtaken, held)


def overtake(which: ColumnElement[bool], today: date) -> int:
    """Cancel planned actions of the procedure that no longer fit; their replacements come next.

    One whose first day is later now, because a due date is, keeps its place and takes the new day;
    and so the way it goes, where another one reaches the debtor now.
    """
    waiting = and_(
        Action.agency_id == acting().agency_id,
        Action.state == ActionState.PLANNED,
        Action.origin == Origin.PLAN,
    )
    mine = and_(which, Case.id.in_(select(Action.case_id).where(waiting)))
    now = next_steps(mine, today).subquery("now")
    differs = or_(
        Action.version_id != now.c.version_id,
        Action.step_id.is_distinct_from(now.c.step_id),
        Action.position != now.c.position,
    )
    rows = db.session.execute(
        select(
            Action.id,
            differs.label("differs"),
            func.greatest(Action.planned_on, now.c.planned_on).label("planned_on"),
            now.c.channel,
        )
        .join(now, now.c.case_id == Action.case_id)
        .where(
            waiting,
            or_(differs, Action.planned_on < now.c.planned_on, Action.channel != now.c.channel),
        )
    ).all()
    change(
        Action,
        {
            row.id: {"planned_on": row.planned_on, "channel": row.channel}
            for row in rows
            if not row.differs
        },
        {"planned_on": Date(), "channel": Text()},
    )
    ended = {"state": ActionState.CANCELLED, "ended_at": clock.now(), "ended_by": "system"}
    return count(
        update(Action)
        .where(free(Action, [row.id for row in rows if row.differs]))
        .values(**ended, ended_why="overtaken")
    )


def add_missing(which: ColumnElement[bool], today: date) -> int:
    """Plan the next action of each case that follows a strategy and has none."""
    has_one = (
        select(Action.id)
        .where(
            Action.agency_id == Case.agency_id,
            Action.case_id == Case.id,
            Action.state == ActionState.PLANNED,
        )
        .exists()
    )
    steps = next_steps(and_(which, ~has_one), today).subquery("steps")
    values = {
        "agency_id": literal(acting().agency_id, Uuid()),
        "id": _NEW_KEY,
        "case_id": steps.c.case_id,
        "version_id": steps.c.version_id,
        "step_id": steps.c.step_id,
        "position": steps.c.position,
        "round": literal(1),
        "deed": steps.c.deed,
        "notice_kind": steps.c.notice_kind,
        "channel": steps.c.channel,
        "tone": steps.c.tone,
        "sender": steps.c.sender,
        "approver": steps.c.approver,
        "origin": literal(Origin.PLAN.value),
        "why": literal(""),
        "planned_on": steps.c.planned_on,
        "planned_at": literal(clock.now()),
        "held_by": literal(""),
        "state": literal(ActionState.PLANNED.value),
        "ended_by": literal(""),
        "ended_why": literal(""),
    }
    found = select(*(value.label(name) for name, value in values.items()))
    return count(
        insert(Action.__table__).from_select([*values], found).on_conflict_do_nothing()  # type: ignore[arg-type]
    )


def mark_held(which: ColumnElement[bool], today: date) -> int:
    """Note on each action whose day has come what stands in its way; returns how many are held."""
    due = (
        select(
            Action.agency_id,
            Action.id,
            Action.case_id,
            Action.held_by,
            case(
                (_awaits_approval(), literal(APPROVAL)),
                else_=guard.held_by(Case, _way()),
            ).label("code"),
        )
        .join(Case, (Case.agency_id == Action.agency_id) & (Case.id == Action.case_id))
        .where(Action.agency_id == acting().agency_id, Case.closed_at.is_(None), which)
        .where(Action.state == ActionState.PLANNED, Action.planned_on <= today)
        .cte("due")
        .prefix_with("materialized")
    )
    of_case = SimpleNamespace(agency_id=due.c.agency_id, id=due.c.case_id)
    until = guard.held_until(due.c.code, of_case)
    rows = db.session.execute(
        select(due.c.id, due.c.case_id, due.c.code, until.label("until")).where(
            or_(due.c.code != due.c.held_by, due.c.code == DECLARED)
        )
    ).all()
    marks = {row.id: {"held_by": row.code, "held_until": row.until} for row in rows}
    for row in rows:
        if row.code == DECLARED:
            marks[row.id] = _by_declaration(row.id)
    change(Action, marks, {"held_by": Text(), "held_until": Date()})
    held = select(func.count()).select_from(Action)
    held = held.join(Case, (Case.agency_id == Action.agency_id) & (Case.id == Action.case_id))
    return db.session.execute(
        held.where(Action.agency_id == acting().agency_id, Case.closed_at.is_(None), which).where(
            Action.state == ActionState.PLANNED, Action.held_by != ""
        )
    ).scalar_one()


def set_moves(which: ColumnElement[bool], today: date) -> int:
    """Let cases wait for the next action of their strategy, where nothing presses more.

    An action that nobody has approved waits for that first. A debtor's term that has run out makes
    it the agency's move again.
    """
    ours = and_(Case.mover == Mover.AGENCY, Case.move.in_(OWN_MOVES))
    term_over = and_(
        Case.mover == Mover.DEBTOR,
        Case.move.in_(["pay", "promise"]),
        Case.move_until < today,
        Action.planned_on <= today,
        Action.held_by.in_(["", APPROVAL]),
    )
    move = case((_awaits_approval(), literal(APPROVE)), else_=Action.deed)
    rows = db.session.execute(
        select(Case.id, move.label("move"), Action.planned_on.label("until"))
        .join(Action, (Action.agency_id == Case.agency_id) & (Action.case_id == Case.id))
        .where(Case.agency_id == acting().agency_id, Case.closed_at.is_(None), which)
        .where(Action.state == ActionState.PLANNED, or_(ours, term_over))
        .where(or_(term_over, Case.move != move, Case.move_until != Action.planned_on))
    ).all()
    return change(
        Case,
        {
            row.id: {"mover": Mover.AGENCY, "move": row.move, "move_until": row.until}
            for row in rows
        },
        {"mover": Text(), "move": Text(), "move_until": Date()},
        move_since=clock.now(),
    )


def _way() -> ColumnElement[str]:
    """How an action approaches the debtor, as the guard asks."""
    return case(
        (Action.sender == Sender.CREDITOR.value, literal(guard.OWN_NAME)), else_=Action.deed
    )


def _awaits_approval() -> ColumnElement[bool]:
    return and_(Action.approver != "", Action.approved_by.is_(None))


def _by_declaration(action_id: uuid.UUID) -> dict[str, Any]:
    """Whether what was declared bars this action by the law of the country, and through which day."""
    action = db.session.execute(
        select(Action).where(Action.id == action_id).options(joinedload(Action.case))
    ).scalar_one()
    barred, until = declared_bar(action)
    return {"held_by": DECLARED if barred else "", "held_until": until}
