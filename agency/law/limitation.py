"""Limitation: the last day on which a claim can be enforced, and what moved it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agency.law.calendars import ONE_DAY, years_later
from agency.law.errors import LawMissing
from agency.law.packs.conduct import conduct
from agency.law.packs.conduct.limitation import LimitationRules, LimitationTerm
from agency.law.packs.rows import in_force
from agency.law.vocabulary import ClaimKind, InterruptionKind


@dataclass(frozen=True, slots=True)
class Interruption:
    """An act that starts the term anew, on the day it took effect."""

    on: date
    kind: InterruptionKind


@dataclass(frozen=True, slots=True)
class LimitationStep:
    """A term that ran or runs: from, through, and by which article."""

    from_on: date
    last_day: date
    article: str


@dataclass(frozen=True, slots=True)
class Limitation:
    """When a claim lapses: the last enforceable day, and the terms that led to it."""

    last_day: date
    steps: tuple[LimitationStep, ...]

    @property
    def barred_from(self) -> date:
        """The first day on which the claim has lapsed."""
        return self.last_day + ONE_DAY

    def is_barred(self, on: date) -> bool:
        """Whether the claim has lapsed on a day."""
        return on > self.last_day


def limitation(
    due_on: date,
    *,
    kind: ClaimKind = ClaimKind.CONTRACT,
    interruptions: Sequence[Interruption] = (),
    country: str = "NL",
) -> Limitation:
    """The limitation of a claim; for a judgment, `due_on` is the day it was given.

    The term runs in whole years from the day after `due_on` (NL 3:307, 3:308, 3:324 BW). An
    interruption within the term starts a new one on the next day, of the same length but at most
    five years, and never ends it sooner (3:319). One after the claim lapsed changes nothing.
    """
    rules = conduct(country).limitation_rules()
    term = _term(rules, kind, due_on)
    first = due_on + ONE_DAY
    steps = [LimitationStep(first, _last_day(first, term.years), term.article)]
    articles = dict(rules.interruptions)
    for interruption in sorted(interruptions, key=lambda interruption: interruption.on):
        if not due_on < interruption.on <= steps[-1].last_day:
            continue
        first = interruption.on + ONE_DAY
        last_day = max(_last_day(first, term.renewed_years), steps[-1].last_day)
        article = f"{articles[interruption.kind]}, {rules.renewal_article}"
        steps.append(LimitationStep(first, last_day, article))
    return Limitation(steps[-1].last_day, tuple(steps))


def lapses_on(
    due_on: date,
    *,
    kind: ClaimKind = ClaimKind.CONTRACT,
    interruptions: Sequence[Interruption] = (),
    country: str = "NL",
) -> date:
    """The last day on which the claim can be enforced; it has lapsed from the next."""
    return limitation(due_on, kind=kind, interruptions=interruptions, country=country).last_day


def _term(rules: LimitationRules, kind: ClaimKind, due_on: date) -> LimitationTerm:
    found = in_force([term for term in rules.terms if term.kind is kind], due_on)
    if found is None:
        raise LawMissing(
            "There is no limitation term for a %(kind)s claim of %(due_on)s.",
            kind=kind,
            due_on=due_on,
        )
    return found


def _last_day(first: date, years: int) -> date:
    return years_later(first, years) - ONE_DAY
