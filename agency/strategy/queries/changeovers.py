"""What moving running cases to another version would change, and the moves there were."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import joinedload

from agency.cases.models import Case
from agency.strategy.kinds import ActionState, Origin
from agency.strategy.ladder import StepFacts
from agency.strategy.models import Action, Changeover, Course, StrategyVersion
from agency.strategy.queries.next_steps import next_steps
from portal import db
from portal.tenancy import acting

MOST_LOOKED_AT = 20_000
"""Of more cases than these a preview looks at so many, drawn evenly."""


class Turn(StrEnum):
    """What becomes of a case's next step."""

    SAME = "same"
    EARLIER = "earlier"
    LATER = "later"
    OTHER = "other"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Effect:
    """For how many cases the next step turns out so, and what it would be."""

    turn: Turn
    deed: str
    notice_kind: str
    cases: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What moving would change; `looked_at` of all `cases` that follow the version."""

    cases: int
    looked_at: int
    effects: tuple[Effect, ...]

    def of(self, turn: Turn) -> list[Effect]:
        """The effects of one kind, the most frequent first."""
        return [effect for effect in self.effects if effect.turn is turn]

    def number(self, turn: Turn) -> int:
        """How many cases it turns out so for."""
        return sum(effect.cases for effect in self.of(turn))


def carried(old: Sequence[StepFacts], new: Sequence[StepFacts]) -> list[int]:
    """Where a case stands in a new version, by how many places it has done in the old: from 0 on.

    Behind the last place that does the same as one it has done; what was done is not done again, and
    what comes later in the new version is not passed over.
    """
    places, later = _places(old), _places(new)
    matched = SequenceMatcher(None, places, later, autojunk=False).get_matching_blocks()
    like = {block.a + i + 1: block.b + i + 1 for block in matched for i in range(block.size)}
    found = [0]
    for place in range(1, len(places) + 1):
        found.append(like.get(place, found[-1]))
    return found


def follows(version_id: uuid.UUID) -> ColumnElement[bool]:
    """The open cases that follow a version."""
    return and_(Course.version_id == version_id, Case.closed_at.is_(None))


def cases_of(version_id: uuid.UUID) -> int:
    """How many open cases follow a version."""
    return db.session.execute(
        select(func.count())
        .select_from(Course)
        .join(Case, (Case.agency_id == Course.agency_id) & (Case.id == Course.id))
        .where(follows(version_id))
    ).scalar_one()


def preview(
    old: StrategyVersion, new: StrategyVersion, places: Sequence[int], today: date
) -> Preview:
    """What the next step of the cases of one version would be under another, by one statement."""
    following = cases_of(old.id)
    some = (
        select(Course.id)
        .join(Case, (Case.agency_id == Course.agency_id) & (Case.id == Course.id))
        .where(Course.agency_id == acting().agency_id, follows(old.id))
    )
    if following > MOST_LOOKED_AT:
        some = some.order_by(func.md5(cast(Course.id, Text))).limit(MOST_LOOKED_AT)
    then = next_steps(Case.id.in_(some), today, under=new.id, places=places).subquery("then_")
    turn = _turn(then, today).label("turn")
    rows = db.session.execute(
        select(turn, then.c.deed, then.c.notice_kind, func.count().label("cases"))
        .select_from(then)
        .outerjoin(
            Action,
            and_(
                Action.agency_id == acting().agency_id,
                Action.case_id == then.c.case_id,
                Action.state == ActionState.PLANNED,
            ),
        )
        .group_by(turn, then.c.deed, then.c.notice_kind)
        .order_by(func.count().desc(), then.c.deed, then.c.notice_kind)
    ).all()
    effects = tuple(Effect(Turn(row.turn), row.deed, row.notice_kind, row.cases) for row in rows)
    return Preview(following, sum(effect.cases for effect in effects), effects)


def running_changeover(strategy_id: uuid.UUID) -> Changeover | None:
    """The move of cases that is not finished yet, if there is one."""
    return db.session.scalars(
        select(Changeover).where(
            Changeover.strategy_id == strategy_id, Changeover.ended_at.is_(None)
        )
    ).one_or_none()


def changeovers(strategy_id: uuid.UUID, limit: int = 10) -> Sequence[Changeover]:
    """The moves of cases of a strategy, the latest first."""
    return db.session.scalars(
        select(Changeover)
        .where(Changeover.strategy_id == strategy_id)
        .options(
            joinedload(Changeover.from_version),
            joinedload(Changeover.to_version),
            joinedload(Changeover.asker),
        )
        .order_by(Changeover.asked_at.desc())
        .limit(limit)
    ).all()


def _turn(then: object, today: date) -> ColumnElement[str]:
    """How the next step compares with what is planned now; a person's own plan stays."""
    found = then.c  # type: ignore[attr-defined]
    now_on = func.greatest(Action.planned_on, today)
    then_on = func.greatest(found.planned_on, today)
    differs = or_(
        Action.id.is_(None),
        Action.deed != found.deed,
        Action.notice_kind != found.notice_kind,
        Action.channel != found.channel,
        Action.tone != found.tone,
    )
    return case(
        (Action.held_by != "", literal(Turn.HELD.value)),
        (Action.origin != Origin.PLAN, literal(Turn.SAME.value)),
        (differs, literal(Turn.OTHER.value)),
        (then_on < now_on, literal(Turn.EARLIER.value)),
        (then_on > now_on, literal(Turn.LATER.value)),
        else_=literal(Turn.SAME.value),
    )


def _places(steps: Sequence[StepFacts]) -> list[frozenset[tuple[str, str]]]:
    """What is done at each place, in order."""
    last = max((step.position for step in steps), default=0)
    return [
        frozenset(
            (step.deed, step.letter)
            for step in steps
            if step.position == place and step.does_something
        )
        for place in range(1, last + 1)
    ]
