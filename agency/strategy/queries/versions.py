"""Strategies and their versions: which there are, their steps as plain facts, what is wrong with them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlalchemy import exists, func, literal, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from agency.cases.models import Case
from agency.clients.models import Agreement, Creditor
from agency.rates.queries import countries_with_debtors, with_packs
from agency.strategy.kinds import Sender
from agency.strategy.ladder import Problem, Scope, StepFacts, problems
from agency.strategy.models import Course, InForce, Step, Strategy, StrategyVersion
from portal import clock, db
from portal.accounts.models import Agency
from portal.tenancy import acting

MOST_COUNTED = 10_000
"""Beyond so many cases a list says “more than”."""


@dataclass(frozen=True, slots=True)
class Following:
    """How many open cases follow a version; `is_more` where counting was cut off."""

    version_id: uuid.UUID
    cases: int
    is_more: bool


def strategies(*, archived: bool = False) -> Sequence[Strategy]:
    """The agency's strategies in the order in which cases try them, with what is in force."""
    is_archived = Strategy.archived_at.is_not(None)
    return db.session.scalars(
        select(Strategy)
        .where(is_archived if archived else ~is_archived)
        .options(
            selectinload(Strategy.in_force).joinedload(InForce.version),
            selectinload(Strategy.versions),
        )
        .order_by(Strategy.rank, Strategy.id)
    ).all()


def steps_of(version: StrategyVersion) -> list[StepFacts]:
    """The steps of a version as plain facts, as they are in the database now."""
    rows = db.session.scalars(
        select(Step)
        .where(Step.version_id == version.id)
        .order_by(Step.position, Step.variant)
        .execution_options(populate_existing=True)
    )
    return [facts_of(row) for row in rows]


def facts_of(step: Step) -> StepFacts:
    """A step as plain facts."""
    values = {field.name: getattr(step, field.name) for field in fields(StepFacts)}
    listed = {name: tuple(values[name]) for name in ("countries", "segments")}
    return StepFacts(**{**values, **listed})


def scope_of(strategy: Strategy) -> Scope:
    """Whom a strategy is for, and the countries that it certainly meets: its own, or the agency's."""
    return Scope(
        currency=strategy.currency,
        countries=tuple(strategy.countries),
        debtor_kind=strategy.debtor_kind,
        served=tuple(strategy.countries) or served(),
    )


def served() -> tuple[str, ...]:
    """The countries that the agency has debtors in, and its own, as far as their law is known."""
    agency = db.session.get_one(Agency, acting().agency_id)
    ours = countries_with_debtors() | {agency.country}
    return tuple(code for code in with_packs() if code in ours)


def problems_of(version: StrategyVersion) -> list[Problem]:
    """What keeps a version from being released, or put in force, today."""
    return problems(steps_of(version), scope_of(version.strategy), clock.today())


def draft_of(strategy: Strategy) -> StrategyVersion | None:
    """The one version that is being written, if there is one."""
    return db.session.scalars(
        select(StrategyVersion).where(
            StrategyVersion.strategy_id == strategy.id, StrategyVersion.released_at.is_(None)
        )
    ).one_or_none()


def champion_of(strategy: Strategy) -> StrategyVersion | None:
    """The version that new cases begin with, if one is in force."""
    return db.session.scalars(
        select(StrategyVersion)
        .join(InForce, InForce.version_id == StrategyVersion.id)
        .where(InForce.strategy_id == strategy.id, InForce.arm == "champion")
    ).one_or_none()


def following(version_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Following]:
    """How many open cases follow some versions, each counted up to a limit, by one statement."""
    some = (
        select(Course.id)
        .join(Case, (Case.agency_id == Course.agency_id) & (Case.id == Course.id))
        .where(
            Course.agency_id == StrategyVersion.agency_id,
            Course.version_id == StrategyVersion.id,
            Case.closed_at.is_(None),
        )
        .limit(MOST_COUNTED + 1)
        .correlate(StrategyVersion)
        .lateral()
    )
    rows = db.session.execute(
        select(StrategyVersion.id, func.count(some.c.id).label("cases"))
        .outerjoin(some, true())
        .where(StrategyVersion.id.in_(version_ids))
        .group_by(StrategyVersion.id)
    )
    return {
        row.id: Following(row.id, min(row.cases, MOST_COUNTED), row.cases > MOST_COUNTED)
        for row in rows
    }


def creditor_names(found: Sequence[Strategy]) -> dict[uuid.UUID, str]:
    """The names of the creditors that some strategies are for."""
    ids = {each.creditor_id for each in found if each.creditor_id}
    rows = db.session.execute(select(Creditor.id, Creditor.name).where(Creditor.id.in_(ids)))
    return {row.id: row.name for row in rows}


def own_names_lacking(version: StrategyVersion) -> list[str]:
    """For whom its reminders in the creditor's own name are held: creditors that have not agreed to
    them, or for whom nobody signs. None where it has no such step."""
    if all(step.sender != Sender.CREDITOR for step in steps_of(version)):
        return []
    agreed = (
        select(Agreement.own_reminders)
        .where(
            Agreement.agency_id == Creditor.agency_id,
            Agreement.creditor_id == Creditor.id,
            Agreement.valid_from <= clock.today(),
        )
        .order_by(Agreement.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(Creditor.name).where(
        Creditor.closed_at.is_(None),
        or_(func.coalesce(agreed, literal(value=False)).is_(False), Creditor.signatory == ""),
    )
    if version.strategy.creditor_id:
        query = query.where(Creditor.id == version.strategy.creditor_id)
    return list(db.session.scalars(query.order_by(Creditor.name)))


def to_compare() -> Sequence[StrategyVersion]:
    """The versions that another can be compared with, those of one strategy together."""
    return db.session.scalars(
        select(StrategyVersion)
        .join(Strategy, Strategy.id == StrategyVersion.strategy_id)
        .where(Strategy.archived_at.is_(None))
        .options(joinedload(StrategyVersion.strategy))
        .order_by(Strategy.name, StrategyVersion.number.desc())
    ).all()


def of_creditor(creditor_id: uuid.UUID) -> Sequence[Strategy]:
    """The strategies that cases of a creditor may follow, in their order: its own and everybody's."""
    return db.session.scalars(
        select(Strategy)
        .where(
            Strategy.archived_at.is_(None),
            (Strategy.creditor_id == creditor_id) | Strategy.creditor_id.is_(None),
            exists().where(
                InForce.agency_id == Strategy.agency_id, InForce.strategy_id == Strategy.id
            ),
        )
        .options(selectinload(Strategy.in_force).joinedload(InForce.version))
        .order_by(Strategy.rank, Strategy.id)
    ).all()
