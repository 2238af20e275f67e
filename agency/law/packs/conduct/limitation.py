"""Limitation as data: the terms by kind of claim, and what an act does to a running term."""

from dataclasses import dataclass

from agency.law.errors import PackError
from agency.law.packs.reading import Table
from agency.law.packs.rows import Row
from agency.law.vocabulary import ClaimKind, Effect, InterruptionKind, TermStart


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationTerm(Row):
    """After how many months a kind of claim lapses, and how long a term lasts that starts anew."""

    article: str
    kind: ClaimKind
    starts: TermStart
    months: int
    renewed_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptionRule(Row):
    """What one kind of act does to a running term.

    A restart may have its own length (`months`) and count `once`. A standstill runs on for
    `tail_months` after the act ended, and the term ends no sooner than `least_months` after that.
    """

    article: str
    kind: InterruptionKind
    effect: Effect
    months: int | None
    once: bool
    tail_months: int
    least_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationRules:
    """The terms of limitation, and what interrupts them; `renewal_article` is on the new term."""

    renewal_article: str
    interruptions: tuple[InterruptionRule, ...]
    terms: tuple[LimitationTerm, ...]


def limitation_rules(table: Table) -> LimitationRules:
    """The terms of limitation and what interrupts them, from their table."""
    rules = LimitationRules(
        renewal_article=table.optional("renewal_article", table.text, ""),
        interruptions=tuple(_interruption(row) for row in table.tables("interruptions")),
        terms=tuple(_term(row) for row in table.tables("terms")),
    )
    table.close()
    return rules


def _interruption(row: Table) -> InterruptionRule:
    return row.dated(
        InterruptionRule,
        article=row.text("article"),
        kind=row.choice("kind", InterruptionKind),
        effect=row.choice("effect", Effect),
        months=row.optional("months", row.whole, None),
        once=row.optional("once", row.flag, False),
        tail_months=row.optional("tail_months", row.whole, 0),
        least_months=row.optional("least_months", row.whole, 0),
    )


def _term(row: Table) -> LimitationTerm:
    months = row.optional("months", row.whole, 0) or 12 * row.optional("years", row.whole, 0)
    if months < 1:
        raise PackError(f"{row.where} says neither years nor months.")
    return row.dated(
        LimitationTerm,
        article=row.text("article"),
        kind=row.choice("kind", ClaimKind),
        starts=row.choice("starts", TermStart),
        months=months,
        renewed_months=row.optional("renewed_years", lambda key: 12 * row.whole(key), months),
    )
