"""The letter that precedes costs, as data: its free term, when that starts, and how it is worded."""

from dataclasses import dataclass

from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import Row
from agency.law.vocabulary import Channel, Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """So many days after another, some kinds of day not counted."""

    days: int
    not_counted: frozenset[Day]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Row):
    """From when the term of a letter runs: so many counted days after sending.

    The last of these is the day of presumed receipt, after which the term starts; or, with
    `starts_term`, it is the first day of the term, whenever the letter was received.
    """

    article: str
    channel: Channel
    counting: Counting
    starts_term: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTerm(Row):
    """How many days the free term has."""

    article: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermWording(Row):
    """A way to write the free term, with gaps for {days} and {letter}: valid from
    `minimum_days`, or void."""

    text: str
    is_valid: bool
    minimum_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRules:
    """When the letter that precedes costs counts as received, and how it words its term."""

    free_term: tuple[FreeTerm, ...]
    receipts: tuple[Receipt, ...]
    wordings: tuple[TermWording, ...]
    letter_words: tuple[str, ...]
    number_words: tuple[tuple[str, int], ...]
    missing: str


def letter_rules(table: Table) -> LetterRules:
    """The rules on the letter before costs, from their table."""
    rules = LetterRules(
        free_term=in_order(
            [
                row.dated(FreeTerm, article=row.text("article"), days=row.whole("days"))
                for row in table.tables("free_term")
            ],
            table.where,
        ),
        receipts=tuple(_receipt(row) for row in table.tables("receipts")),
        wordings=tuple(_wording(row) for row in table.tables("wordings")),
        letter_words=table.texts("letter_words"),
        number_words=_numbers(table.table("number_words")),
        missing=table.text("missing"),
    )
    table.close()
    return rules


def counting(row: Table) -> Counting:
    """How days are counted, from `days` and `not_counted` of a row."""
    return Counting(days=row.whole("days"), not_counted=frozenset(row.choices("not_counted", Day)))


def _receipt(row: Table) -> Receipt:
    return row.dated(
        Receipt,
        article=row.text("article"),
        channel=row.choice("channel", Channel),
        counting=counting(row),
        starts_term=row.optional("starts_term", row.flag, False),
    )


def _wording(row: Table) -> TermWording:
    return row.dated(
        TermWording,
        text=row.text("text"),
        is_valid=row.flag("valid"),
        minimum_days=row.optional("minimum_days", row.whole, 0),
    )


def _numbers(table: Table) -> tuple[tuple[str, int], ...]:
    return tuple((word, table.whole(word)) for word in table.names())
