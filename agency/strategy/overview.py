"""A version as its page shows it: places from top to bottom, each step in words with its problems."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from agency.clients.countries import country_name
from agency.law.vocabulary import DebtorKind
from agency.strategy.ladder import Problem, StepFacts, problems
from agency.strategy.models import Step, StrategyVersion
from agency.strategy.queries.versions import facts_of, scope_of, steps_of
from agency.strategy.wording import DEBTOR_KINDS, Described, described
from portal import clock, db
from portal.i18n import current_locale, said


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem in the reader's words, and whom it concerns."""

    words: str
    whom: str
    step: StepFacts | None


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of a version in words, with what is wrong with it."""

    id: str
    facts: StepFacts
    words: Described
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A version: its places, each with its steps; what is wrong, and how many countries were checked."""

    places: tuple[tuple[int, tuple[Rung, ...]], ...]
    faults: tuple[Fault, ...]
    countries: tuple[str, ...]

    @property
    def general(self) -> list[Fault]:
        """What is wrong with the whole and not with one step."""
        return [fault for fault in self.faults if fault.step is None]


def ladder_of(version: StrategyVersion) -> Shown:
    """A version as its page shows it."""
    scope = scope_of(version.strategy)
    rows = db.session.scalars(
        select(Step).where(Step.version_id == version.id).order_by(Step.position, Step.variant)
    ).all()
    known = {row.id: facts_of(row) for row in rows}
    found = problems(list(known.values()), scope, clock.today())
    faults = tuple(_fault(problem) for problem in found)
    rungs = [
        Rung(
            str(key),
            facts,
            described(facts, scope.currency),
            tuple(fault for fault in faults if fault.step == facts),
        )
        for key, facts in known.items()
    ]
    places = sorted({rung.facts.position for rung in rungs})
    return Shown(
        places=tuple(
            (place, tuple(rung for rung in rungs if rung.facts.position == place))
            for place in places
        ),
        faults=faults,
        countries=tuple(country_name(code, current_locale()) for code in scope.served),
    )


def done_through(version: StrategyVersion) -> list[str]:
    """What a case has behind it, by how many places it has done: nothing, then each place by name."""
    names: dict[int, list[str]] = {}
    for step in steps_of(version):
        names.setdefault(step.position, []).append(step.name)
    return [
        _("Before the first step"),
        *(
            _("After step %(number)s: %(names)s", number=place, names=" / ".join(found))
            for place, found in sorted(names.items())
        ),
    ]


def whom(debtors: tuple[tuple[str, DebtorKind], ...]) -> str:
    """Some debtors in words, by country: Germany (consumers), Norway."""
    by_country: dict[str, list[DebtorKind]] = {}
    for country, kind in debtors:
        by_country.setdefault(country, []).append(kind)
    return ", ".join(
        country_name(country, current_locale())
        if len(kinds) > 1
        else _(
            "%(country)s (%(kind)s)",
            country=country_name(country, current_locale()),
            kind=str(DEBTOR_KINDS[kinds[0]]).lower(),
        )
        for country, kinds in by_country.items()
    )


def _fault(problem: Problem) -> Fault:
    return Fault(said(problem.words), whom(problem.debtors), problem.step)
