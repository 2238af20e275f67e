"""Strategies as files: one is written for a version, and one that was written elsewhere is taken in."""

from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import select

from agency.clients.models import Creditor
from agency.strategy.ladder import Problem, Scope, problems
from agency.strategy.models import Strategy, StrategyVersion
from agency.strategy.queries.versions import draft_of, served, steps_of
from agency.strategy.services import writing
from agency.strategy.services.steps import put_steps
from agency.strategy.services.writing import Start, StrategyFacts
from agency.strategy.written import Written, read, write
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused


def export(version: StrategyVersion) -> str:
    """A version and whom its strategy is for, as a file."""
    strategy = version.strategy
    creditor = _creditor(strategy)
    return write(
        Written(
            name=strategy.name,
            rank=strategy.rank,
            currency=strategy.currency,
            creditor=creditor.number if creditor else None,
            countries=tuple(strategy.countries),
            debtor_kind=strategy.debtor_kind,
            decide_days=version.decide_days,
            note=version.note,
            steps=tuple(steps_of(version)),
        )
    )


def take_in(text: str, *, by: User) -> StrategyVersion:
    """Make a draft of a file: of the strategy of its name, or of a new one. Taken whole or refused."""
    written = read(text)
    facts = _facts(written)
    strategy = db.session.scalars(
        select(Strategy).where(Strategy.name == written.name)
    ).one_or_none()
    if strategy is None:
        strategy = writing.create(facts, by=by, start=Start.EMPTY)
    elif draft_of(strategy):
        raise Refused(
            _("“%(name)s” has a draft already. Release it or throw it away.", name=strategy.name)
        )
    elif writing.facts_of(strategy) != replace(facts, countries=tuple(sorted(facts.countries))):
        raise Refused(
            _(
                "The file is for other cases than the strategy “%(name)s”. Give it another name, or "
                "change the strategy.",
                name=strategy.name,
            )
        )
    version = writing.start_draft(strategy, Start.EMPTY, by=by)
    put_steps(version, written.steps)
    version.note, version.decide_days = written.note, written.decide_days
    db.session.flush()
    audit.record(version, "strategy.imported", by=by, number=version.number)
    return version


def check(text: str) -> list[Problem]:
    """What would keep the strategy of a file from being released by this agency today."""
    written = read(text)
    _facts(written)
    scope = Scope(
        currency=written.currency,
        countries=written.countries,
        debtor_kind=written.debtor_kind,
        served=written.countries or served(),
    )
    return problems(written.steps, scope, clock.today())


def _facts(written: Written) -> StrategyFacts:
    creditor_id = None
    if written.creditor is not None:
        creditor_id = db.session.scalars(
            select(Creditor.id).where(Creditor.number == written.creditor)
        ).one_or_none()
        if creditor_id is None:
            raise Refused(
                _("There is no creditor %(number)s, which the file names.", number=written.creditor)
            )
    return StrategyFacts(
        name=written.name,
        rank=written.rank,
        currency=written.currency,
        creditor_id=creditor_id,
        countries=written.countries,
        debtor_kind=written.debtor_kind,
    )


def _creditor(strategy: Strategy) -> Creditor | None:
    if strategy.creditor_id is None:
        return None
    return db.session.scalars(select(Creditor).where(Creditor.id == strategy.creditor_id)).one()
