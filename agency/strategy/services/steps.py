"""The steps of a draft: added, changed, moved and taken out, by one person at a time."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Update, delete, update

from agency.strategy.ladder import StepFacts, step_problems
from agency.strategy.models import Step, StrategyVersion
from agency.strategy.queries.versions import facts_of, scope_of, steps_of
from agency.strategy.services.locks import lock_draft
from agency.strategy.written import MOST_STEPS
from portal import db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Invalid, Refused
from portal.i18n import said
from portal.keys import new_key
from portal.tenancy import acting

_ASIDE = 10_000
"""Added to places while they change, so that no two steps stand at one in between."""


def add_step(version: StrategyVersion, facts: StepFacts, *, key: uuid.UUID, by: User) -> None:
    """Add a step at a place of its own, those from there on move up; or beside others of a place.

    Variant 1 asks for a place of its own. The same form sent twice adds one step.
    """
    lock_draft(version)
    if db.session.get(Step, (acting().agency_id, key)):
        return
    known = steps_of(version)
    if len(known) >= MOST_STEPS:
        raise Refused(_("A strategy has %(most)s steps at most.", most=MOST_STEPS))
    _must_be_right(facts, version)
    if facts.variant == 1:
        facts = replace(facts, position=min(facts.position, _places(known) + 1))
        _shift(version, facts.position, by_places=1)
    else:
        beside = [step.variant for step in known if step.position == facts.position]
        facts = replace(facts, variant=max(beside, default=0) + 1)
    db.session.add(Step(id=key, version_id=version.id, **_of_step(facts)))
    db.session.flush()
    audit.record(version, "strategy.step_added", by=by, step=_of_step(facts))


def change_step(step: Step, facts: StepFacts, *, seen: str, by: User) -> None:
    """Change a step, unless somebody else changed it since `seen` was shown."""
    version = lock_draft(step.version)
    db.session.refresh(step)
    before = facts_of(step)
    facts = replace(facts, position=step.position, variant=step.variant)
    if before == facts:
        return
    if seen != fingerprint(step):
        raise Refused(_("Somebody changed this step meanwhile. Look at it again, then change it."))
    _must_be_right(facts, version)
    for name, value in _of_step(facts).items():
        setattr(step, name, value)
    db.session.flush()
    audit.record(
        version, "strategy.step_changed", by=by, before=_of_step(before), after=_of_step(facts)
    )


def remove_step(step: Step, *, by: User) -> None:
    """Take a step out; where it was the only one at its place, later places move down."""
    version = lock_draft(step.version)
    gone = facts_of(step)
    db.session.delete(step)
    db.session.flush()
    if all(other.position != gone.position for other in steps_of(version)):
        _shift(version, gone.position + 1, by_places=-1)
    audit.record(version, "strategy.step_removed", by=by, step=_of_step(gone))


def move_place(version: StrategyVersion, place: int, *, to: int, by: User) -> None:
    """Let all steps of a place change it with those of the next or the one before."""
    lock_draft(version)
    if abs(place - to) != 1 or not 1 <= min(place, to) < max(place, to) <= _places(
        steps_of(version)
    ):
        return
    mine = Step.version_id == version.id
    for wanted, found in ((place + _ASIDE, place), (place, to), (to, place + _ASIDE)):
        _update(update(Step).where(mine, Step.position == found).values(position=wanted))
    audit.record(version, "strategy.step_moved", by=by, place=place, to=to)


def put_steps(version: StrategyVersion, steps: Sequence[StepFacts]) -> None:
    """Let a draft have these steps and no others; refused as a whole where one is faulty."""
    lock_draft(version)
    for step in steps:
        for why in _faults(step, version):
            raise Refused(_("“%(step)s”: %(why)s", step=step.name, why=why))
    db.session.execute(delete(Step).where(Step.version_id == version.id))
    insert_steps(version, steps)


def insert_steps(version: StrategyVersion, steps: Sequence[StepFacts]) -> None:
    """Give a new version its steps."""
    for step in steps:
        db.session.add(Step(id=new_key(), version_id=version.id, **_of_step(step)))
    db.session.flush()


def fingerprint(step: Step) -> str:
    """What a step was when it was shown."""
    return hashlib.sha256(repr(facts_of(step)).encode()).hexdigest()[:16]


def _faults(step: StepFacts, version: StrategyVersion) -> list[str]:
    """What is wrong with a step by itself, in the reader's words."""
    return [said(problem.words) for problem in step_problems(step, scope_of(version.strategy))]


def _must_be_right(step: StepFacts, version: StrategyVersion) -> None:
    if found := _faults(step, version):
        raise Invalid({"_schema": found})


def _places(steps: Sequence[StepFacts]) -> int:
    return max((step.position for step in steps), default=0)


def _shift(version: StrategyVersion, first: int, *, by_places: int) -> None:
    """Move every place from one on up or down."""
    mine = Step.version_id == version.id
    aside = Step.position + _ASIDE + by_places
    _update(update(Step).where(mine, Step.position >= first).values(position=aside))
    back = Step.position - _ASIDE
    _update(update(Step).where(mine, Step.position > _ASIDE // 2).values(position=back))


def _update(statement: Update) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
    db.session.expire_all()


def _of_step(facts: StepFacts) -> dict[str, Any]:
    listed = {"countries": sorted(set(facts.countries)), "segments": sorted(set(facts.segments))}
    return {**asdict(facts), **listed}
