"""What moving running cases to another version would change, and the moves there were."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import joinedload

from agency.cases.models import Case, Debtor
from agency.strategy.kinds import ActionState, Deed, Origin
from agency.strategy.models import Action, Changeover, Course, Strategy, StrategyVersion
from agency.strategy.queries.next_steps import next_steps, place_under
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
    refused: Mapping[str, int]
    """How many stay where they are, by what of the other strategy they do not fit."""

    @property
    def ended(self) -> int:
        """For how many nothing more is done by itself, and a person decides."""
        return sum(effect.cases for effect in self.effects if effect.deed == Deed.DECIDE)

    def of(self, turn: Turn) -> list[Effect]:
        """The effects of one kind, the most frequent first."""
        return [effect for effect in self.effects if effect.turn is turn]

    def number(self, turn: Turn) -> int:
        """How many cases it turns out so for."""
        return sum(effect.cases for effect in self.of(turn))


@dataclass(frozen=True, slots=True)
class Move:
    """Cases of one version going over to another: where they stand there, and, where it takes an
    earlier move back, which."""

    old: StrategyVersion
    new: StrategyVersion
    places: tuple[int, ...]
    undoes: Changeover | None = None

    @property
    def crosses(self) -> bool:
        """Whether it leads to another strategy, and not back from one."""
        return self.old.strategy_id != self.new.strategy_id and self.undoes is None

    @property
    def place(self) -> Any:
        """Where a case stands in the new version. What is taken back stands where it stood, unless
        it has gone on since; and never before that."""
        there = place_under(self.places)
        if self.undoes is None:
            return there
        sent_to = place_under(self.undoes.places, Course.left_at)
        back = func.greatest(there, Course.left_at)
        return case((Course.position == sent_to, Course.left_at), else_=back)

    @property
    def cases(self) -> ColumnElement[bool]:
        """The open cases that can go over."""
        if self.undoes is not None:
            return and_(follows(self.old.id), Course.changeover_id == self.undoes.id)
        if self.crosses:
            return and_(follows(self.old.id), *_fits(self.new.strategy).values())
        return follows(self.old.id)


def follows(version_id: uuid.UUID) -> ColumnElement[bool]:
    """The open cases that follow a version."""
    return and_(Course.version_id == version_id, Case.closed_at.is_(None))


def count_of(cases: ColumnElement[bool]) -> int:
    """How many open cases those are."""
    return db.session.execute(
        select(func.count())
        .select_from(Course)
        .join(Case, (Case.agency_id == Course.agency_id) & (Case.id == Course.id))
        .where(Course.agency_id == acting().agency_id, cases)
    ).scalar_one()


def refused(move: Move) -> dict[str, int]:
    """How many cases of the version cannot go over, by what of the other strategy they do not fit."""
    if not move.crosses:
        return {}
    fits = _fits(move.new.strategy)
    why = case(*((~fit, literal(name)) for name, fit in fits.items()), else_=literal(""))
    rows = db.session.execute(
        select(why.label("why"), func.count().label("cases"))
        .select_from(Course)
        .join(Case, (Case.agency_id == Course.agency_id) & (Case.id == Course.id))
        .where(Course.agency_id == acting().agency_id, follows(move.old.id))
        .group_by(why)
    )
    return {row.why: row.cases for row in rows if row.why}


def _fits(strategy: Strategy) -> dict[str, ColumnElement[bool]]:
    """What a case must be to follow a strategy, each by its name."""
    mine = select(Debtor.id).where(Debtor.agency_id == acting().agency_id)
    fits: dict[str, ColumnElement[bool]] = {"currency": Case.currency == strategy.currency}
    if strategy.creditor_id:
        fits["creditor"] = Case.creditor_id == strategy.creditor_id
    if strategy.countries:
        fits["country"] = Case.debtor_id.in_(mine.where(Debtor.country.in_(strategy.countries)))
    if strategy.debtor_kind:
        fits["kind"] = Case.debtor_id.in_(mine.where(Debtor.kind == strategy.debtor_kind))
    return fits


def preview(move: Move, today: date) -> Preview:
    """What the next step of the cases would be under the other version, by one statement."""
    following = count_of(move.cases)
    some = (
        select(Course.id)
        .join(Case, (Case.agency_id == Course.agency_id) & (Case.id == Course.id))
        .where(Course.agency_id == acting().agency_id, move.cases)
    )
    if following > MOST_LOOKED_AT:
        some = some.order_by(func.md5(cast(Course.id, Text))).limit(MOST_LOOKED_AT)
    then = next_steps(Case.id.in_(some), today, under=move.new.id, place=move.place).subquery(
        "then_"
    )
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
    looked_at = sum(effect.cases for effect in effects)
    return Preview(following, looked_at, effects, refused(move))


def running_changeover(*strategies: uuid.UUID) -> Changeover | None:
    """The move of cases to or from some strategies that is not finished yet, if there is one."""
    return db.session.scalars(
        select(Changeover)
        .where(_touches(strategies), Changeover.ended_at.is_(None))
        .order_by(Changeover.id)
    ).first()


def sources(strategy: Strategy) -> Sequence[StrategyVersion]:
    """The released versions of other strategies of the same currency that open cases follow."""
    follower = (
        select(Course.id)
        .join(Case, (Case.agency_id == Course.agency_id) & (Case.id == Course.id))
        .where(
            Course.agency_id == StrategyVersion.agency_id,
            Course.version_id == StrategyVersion.id,
            Case.closed_at.is_(None),
        )
    )
    return db.session.scalars(
        select(StrategyVersion)
        .join(Strategy, Strategy.id == StrategyVersion.strategy_id)
        .where(
            Strategy.id != strategy.id,
            Strategy.currency == strategy.currency,
            StrategyVersion.released_at.is_not(None),
            follower.exists(),
        )
        .options(joinedload(StrategyVersion.strategy))
        .order_by(Strategy.name, StrategyVersion.number.desc())
    ).all()


def _touches(strategies: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    left = select(StrategyVersion.id).where(StrategyVersion.strategy_id.in_(strategies))
    return or_(Changeover.strategy_id.in_(strategies), Changeover.from_version_id.in_(left))


def changeovers(strategy_id: uuid.UUID, limit: int = 10) -> Sequence[Changeover]:
    """The moves of cases to or from a strategy, the latest first."""
    return db.session.scalars(
        select(Changeover)
        .where(_touches([strategy_id]))
        .options(
            joinedload(Changeover.from_version).joinedload(StrategyVersion.strategy),
            joinedload(Changeover.to_version).joinedload(StrategyVersion.strategy),
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
