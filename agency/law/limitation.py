"""Limitation: the last day on which a claim can be enforced, what moved it, and alarms ahead of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agency.law.calendars import ONE_DAY, months_later, months_over
from agency.law.errors import LawMissing
from agency.law.packs.conduct import conduct
from agency.law.packs.conduct.limitation import InterruptionRule, LimitationRules, LimitationTerm
from agency.law.packs.rows import in_force
from agency.law.vocabulary import ClaimKind, Effect, InterruptionKind, TermStart
from portal.errors import Refused

LEAD_DAYS = (180, 90, 30, 7)
"""How many days ahead of the last day the alarms ring."""


@dataclass(frozen=True, slots=True)
class Interruption:
    """An act that may move a term, on the day it took effect; `until` is the day on which it ended.

    A lawsuit, a payment order and negotiations have an end: for those that go on, name the day for
    which the answer is wanted.
    """

    on: date
    kind: InterruptionKind
    until: date | None = None


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


@dataclass(frozen=True, slots=True)
class Alarm:
    """A day on which to look at a claim that is about to lapse, so many days ahead."""

    rings_on: date
    days_ahead: int
    has_rung: bool


def limitation(
    due_on: date,
    *,
    kind: ClaimKind = ClaimKind.CONTRACT,
    interruptions: Sequence[Interruption] = (),
    country: str = "NL",
) -> Limitation:
    """The limitation of a claim; for a judgment, `due_on` is the day it was given.

    The term counts from the day after `due_on`, from that day itself (NO), or from the end of its
    year (DE 199 BGB). What restarts it gives a new term from the next day, which never ends sooner
    (NL 3:319 BW); what suspends it adds the days of the standstill (DE 209 BGB). An act after the
    claim lapsed changes nothing. LawMissing where the country does not say what an act does.
    """
    rules = conduct(country).limitation_rules()
    term = _term(rules, kind, due_on)
    first = _first_day(term, due_on)
    steps = [LimitationStep(first, _last_day(first, term.months), term.article)]
    used: set[InterruptionKind] = set()
    for act in sorted(interruptions, key=lambda act: act.on):
        rule = _rule(rules, act, country)
        if not due_on < act.on <= steps[-1].last_day or (rule.once and act.kind in used):
            continue
        used.add(act.kind)
        if rule.effect is Effect.RESTART:
            steps.append(_restarted(rules, term, rule, act, steps[-1]))
        elif rule.effect is Effect.SUSPEND:
            steps.append(_suspended(rule, act, steps[-1]))
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


def effect_of(kind: InterruptionKind, on: date, country: str) -> Effect | None:
    """What an act does to a running term on a day; None where the country's pack is silent."""
    rules = conduct(country).limitation_rules()
    found = in_force([rule for rule in rules.interruptions if rule.kind is kind], on)
    return found.effect if found else None


def alarms(found: Limitation, on: date) -> tuple[Alarm, ...]:
    """The alarms ahead of the last day, the earliest first, and which of them have rung by a day."""
    rings = [(found.last_day - timedelta(days=days), days) for days in LEAD_DAYS]
    return tuple(Alarm(rings_on, days, rings_on <= on) for rings_on, days in rings)


def _term(rules: LimitationRules, kind: ClaimKind, due_on: date) -> LimitationTerm:
    found = in_force([term for term in rules.terms if term.kind is kind], due_on)
    if found is None:
        raise LawMissing(
            "There is no limitation term for a %(kind)s claim of %(due_on)s.",
            kind=kind,
            due_on=due_on,
        )
    return found


def _rule(rules: LimitationRules, act: Interruption, country: str) -> InterruptionRule:
    found = in_force([rule for rule in rules.interruptions if rule.kind is act.kind], act.on)
    if found is None:
        raise LawMissing(
            "It is not known what a %(kind)s does to limitation in %(country)s. Ask a lawyer.",
            kind=act.kind,
            country=country,
        )
    return found


def _first_day(term: LimitationTerm, due_on: date) -> date:
    if term.starts is TermStart.SAME_DAY:
        return due_on
    if term.starts is TermStart.YEAR_END:
        return date(due_on.year + 1, 1, 1)
    return due_on + ONE_DAY


def _restarted(
    rules: LimitationRules,
    term: LimitationTerm,
    rule: InterruptionRule,
    act: Interruption,
    before: LimitationStep,
) -> LimitationStep:
    """A whole new term from the day after the act, or after its end, that never ends sooner."""
    first = (act.until or act.on) + ONE_DAY
    last_day = _last_day(first, rule.months or term.renewed_months)
    article = ", ".join(filter(None, (rule.article, rules.renewal_article)))
    return LimitationStep(first, max(last_day, before.last_day), article)


def _suspended(rule: InterruptionRule, act: Interruption, before: LimitationStep) -> LimitationStep:
    """The same term, longer by the days on which it stood still."""
    if act.until is None:
        raise Refused("Say until when the %(kind)s lasted, or today if it goes on.", kind=act.kind)
    end = months_later(act.until, rule.tail_months)
    stood_still = (end - max(act.on, before.from_on)).days + 1
    least = months_later(end, rule.least_months)
    last_day = max(before.last_day + timedelta(days=max(stood_still, 0)), least)
    return LimitationStep(before.from_on, last_day, rule.article)


def _last_day(first: date, months: int) -> date:
    return months_over(first, months) - ONE_DAY
