"""Writing strategies: whom they are for, and the one version of each that is being written."""

import uuid
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from agency.strategy.house import house_steps
from agency.strategy.ladder import StepFacts
from agency.strategy.models import Step, Strategy, StrategyVersion
from agency.strategy.queries.versions import (
    champion_of,
    draft_of,
    problems_of,
    scope_of,
    steps_of,
)
from agency.strategy.services.locks import lock, lock_draft
from agency.strategy.services.steps import insert_steps
from portal import db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.i18n import said
from portal.keys import new_key
from portal.tenancy import acting


class Start(StrEnum):
    """What a new version begins with."""

    HOUSE = "house"
    CHAMPION = "champion"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyFacts:
    """Which cases a strategy is for, and before which others it is tried."""

    name: str
    rank: int = 100
    currency: str = "EUR"
    creditor_id: uuid.UUID | None = None
    countries: tuple[str, ...] = ()
    debtor_kind: str = ""


def create(
    facts: StrategyFacts, *, by: User, start: Start = Start.HOUSE, key: uuid.UUID | None = None
) -> Strategy:
    """Begin a strategy with its first draft. The same form sent twice makes one."""
    if key and (known := db.session.get(Strategy, (acting().agency_id, key))):
        return known
    _refuse_taken_name(facts.name)
    made = Strategy(id=key or new_key(), made_by=by.id, **_columns(facts))
    db.session.add(made)
    db.session.flush()
    audit.record(made, "strategy.created", by=by, **asdict(facts))
    start_draft(made, start, by=by)
    return made


def change(strategy: Strategy, facts: StrategyFacts, *, by: User) -> None:
    """Change which cases begin to follow a strategy; those that do already go on with it."""
    lock(strategy)
    before = facts_of(strategy)
    if asdict(before) == asdict(replace(facts, countries=tuple(sorted(facts.countries)))):
        return
    if facts.name != strategy.name:
        _refuse_taken_name(facts.name)
    if facts.currency != strategy.currency and any(steps_of(each) for each in strategy.versions):
        raise Refused(
            _("Its balances are in another currency. Make a strategy of its own for that.")
        )
    for name, value in _columns(facts).items():
        setattr(strategy, name, value)
    db.session.flush()
    for in_force in strategy.in_force:
        if found := problems_of(in_force.version):
            raise Refused(
                _(
                    "Version %(number)s is in force and would not fit: %(why)s Release another "
                    "version first.",
                    number=in_force.version.number,
                    why=said(found[0].words),
                )
            )
    audit.record(strategy, "strategy.changed", by=by, before=asdict(before), after=asdict(facts))


def start_draft(strategy: Strategy, start: Start, *, by: User) -> StrategyVersion:
    """Begin to write a new version, or go on with the one that is being written."""
    lock(strategy)
    if strategy.archived_at:
        raise Refused(_("This strategy is archived. Take it out of the archive first."))
    if known := draft_of(strategy):
        return known
    champion = champion_of(strategy)
    numbers = select(func.max(StrategyVersion.number)).where(
        StrategyVersion.strategy_id == strategy.id
    )
    made = StrategyVersion(
        id=new_key(),
        strategy_id=strategy.id,
        number=(db.session.scalar(numbers) or 0) + 1,
        decide_days=champion.decide_days if champion and start is Start.CHAMPION else 14,
        made_by=by.id,
    )
    db.session.add(made)
    db.session.flush()
    insert_steps(made, _first_steps(strategy, champion, start))
    audit.record(made, "strategy.draft_started", by=by, number=made.number, start=start)
    return made


def discard_draft(version: StrategyVersion, *, by: User) -> None:
    """Throw away what is being written."""
    lock_draft(version)
    audit.record(version.strategy, "strategy.draft_discarded", by=by, number=version.number)
    db.session.execute(delete(Step).where(Step.version_id == version.id))
    db.session.delete(version)
    db.session.flush()


def note(version: StrategyVersion, text: str, decide_days: int, *, by: User) -> None:
    """Say what a draft changes, and how long after its last step a person decides."""
    lock_draft(version)
    if (version.note, version.decide_days) == (text, decide_days):
        return
    version.note, version.decide_days = text, decide_days
    audit.record(version, "strategy.noted", by=by, note=text, decide_days=decide_days)


def facts_of(strategy: Strategy) -> StrategyFacts:
    """Which cases a strategy is for."""
    names = ("name", "rank", "currency", "creditor_id", "debtor_kind")
    return StrategyFacts(
        **{name: getattr(strategy, name) for name in names}, countries=tuple(strategy.countries)
    )


def _first_steps(
    strategy: Strategy, champion: StrategyVersion | None, start: Start
) -> list[StepFacts]:
    if start is Start.CHAMPION and champion is not None:
        return steps_of(champion)
    if start is Start.HOUSE:
        proposed = house_steps(scope_of(strategy))
        return [replace(step, name=said(step.name)) for step in proposed]
    return []


def _refuse_taken_name(name: str) -> None:
    if db.session.scalars(select(Strategy.id).where(Strategy.name == name)).first():
        raise Refused(_("There is a strategy called “%(name)s” already.", name=name))


def _columns(facts: StrategyFacts) -> dict[str, Any]:
    return {**asdict(facts), "countries": sorted(facts.countries)}
