"""Limitation as data: the terms by kind of claim, and what starts them anew."""

from dataclasses import dataclass

from agency.law.packs.reading import Table
from agency.law.packs.rows import Row
from agency.law.vocabulary import ClaimKind, InterruptionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationTerm(Row):
    """After how many years a kind of claim lapses, and how long a new term may last."""

    article: str
    kind: ClaimKind
    years: int
    renewed_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationRules:
    """The terms of limitation and the articles by which they are interrupted."""

    renewal_article: str
    interruptions: tuple[tuple[InterruptionKind, str], ...]
    terms: tuple[LimitationTerm, ...]


def limitation_rules(table: Table) -> LimitationRules:
    """The terms of limitation and what interrupts them, from their table."""
    articles = table.table("interruptions")
    rules = LimitationRules(
        renewal_article=table.text("renewal_article"),
        interruptions=tuple(
            (InterruptionKind(kind), articles.text(kind)) for kind in articles.names()
        ),
        terms=tuple(
            row.dated(
                LimitationTerm,
                article=row.text("article"),
                kind=row.choice("kind", ClaimKind),
                years=row.whole("years"),
                renewed_years=row.whole("renewed_years"),
            )
            for row in table.tables("terms")
        ),
    )
    table.close()
    return rules
