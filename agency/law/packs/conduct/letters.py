"""The letter that precedes costs, as data: its free term, its receipt, and how it words both."""

from dataclasses import dataclass

from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import Row
from agency.law.vocabulary import WEEKDAYS, Channel, Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Row):
    """When a notice is presumed received: so many counted days after sending."""

    article: str
    channel: Channel
    days: int
    not_counted: tuple[int, ...]
    skips_holidays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTerm(Row):
    """The free term that a notice must give, counted from the day after receipt."""

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
    )
    table.close()
    return rules


def _receipt(row: Table) -> Receipt:
    not_counted = row.choices("not_counted", Day)
    return row.dated(
        Receipt,
        article=row.text("article"),
        channel=row.choice("channel", Channel),
        days=row.whole("days"),
        not_counted=tuple(WEEKDAYS.index(day) for day in not_counted if day is not Day.HOLIDAY),
        skips_holidays=Day.HOLIDAY in not_counted,
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
