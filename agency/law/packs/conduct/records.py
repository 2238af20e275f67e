"""What an agency keeps and for how long, and under whose name it may write, as data."""

from dataclasses import dataclass

from agency.law.packs.reading import Table
from agency.law.packs.rows import Row
from agency.law.vocabulary import RecordKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule(Row):
    """How long a kind of record is kept after the last day it is about, and a margin after that.

    With `from_year_end` the years count from the end of that day's calendar year.
    """

    article: str
    kind: RecordKind
    years: int
    margin_months: int
    from_year_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterheadRule(Row):
    """Whether a lawyer must have reviewed what goes out on a law firm's letterhead."""

    article: str
    needs_review: bool
    disclaimer_saves: bool


def retention_rules(rows: list[Table]) -> tuple[RetentionRule, ...]:
    """The terms for keeping records, from their tables."""
    return tuple(
        row.dated(
            RetentionRule,
            article=row.text("article"),
            kind=row.choice("kind", RecordKind),
            years=row.whole("years"),
            margin_months=row.optional("margin_months", row.whole, 0),
            from_year_end=row.optional("from_year_end", row.flag, False),
        )
        for row in rows
    )


def letterhead_rule(row: Table) -> LetterheadRule:
    """The rule on letterheads, from its table."""
    return row.dated(
        LetterheadRule,
        article=row.text("article"),
        needs_review=row.flag("needs_review"),
        disclaimer_saves=row.flag("disclaimer_saves"),
    )
