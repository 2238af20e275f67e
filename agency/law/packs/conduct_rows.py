"""Conduct as data: holidays, contact hours, the letter before costs, limitation."""

from dataclasses import dataclass
from datetime import date

from agency.law.calendars import MONDAY, SATURDAY, SUNDAY, public_holidays
from agency.law.errors import PackError
from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import Row
from agency.law.vocabulary import Channel, ClaimKind, DebtorKind, InterruptionKind

_WEEKDAYS = {"saturday": SATURDAY, "sunday": SUNDAY, "monday": MONDAY}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeDay(Row):
    """A day that a decree made equal to a public holiday; `valid_from` is the day itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRules:
    """Which days are holidays: categories of the `holidays` package, and days named by decree."""

    country: str
    article: str
    categories: tuple[str, ...]
    decree_days: frozenset[date]

    def is_holiday(self, day: date) -> bool:
        """Whether a day is a holiday in the law of the country; Sundays are not counted as such."""
        return day in self.decree_days or day in public_holidays(
            self.country, day.year, self.categories
        )

    def is_rest_day(self, day: date) -> bool:
        """Whether a day is a Sunday or a holiday."""
        return day.weekday() == SUNDAY or self.is_holiday(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWindow(Row):
    """Between which hours a debtor may be approached, and whether on rest days."""

    article: str
    debtor: DebtorKind
    channels: tuple[Channel, ...]
    from_hour: int
    before_hour: int
    rest_days: bool


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


def holiday_rules(table: Table, country: str) -> HolidayRules:
    """Which days are holidays, from their table."""
    days = in_order([row.dated(DecreeDay) for row in table.tables("decree_days")], table.where)
    rules = HolidayRules(
        country=country,
        article=table.text("article"),
        categories=table.texts("categories"),
        decree_days=frozenset(day.valid_from for day in days),
    )
    table.close()
    return rules


def contact_windows(rows: list[Table]) -> tuple[ContactWindow, ...]:
    """The hours of contact, each window checked to be one."""
    windows = []
    for row in rows:
        window = row.dated(
            ContactWindow,
            article=row.text("article"),
            debtor=row.choice("debtor", DebtorKind),
            channels=row.choices("channels", Channel),
            from_hour=row.whole("from_hour"),
            before_hour=row.whole("before_hour"),
            rest_days=row.flag("rest_days"),
        )
        if not 0 <= window.from_hour < window.before_hour <= 24:
            raise PackError(f"{row.where}: the hours do not make a window.")
        windows.append(window)
    return tuple(windows)


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


def _receipt(row: Table) -> Receipt:
    not_counted = row.texts("not_counted")
    unknown = set(not_counted) - set(_WEEKDAYS) - {"holiday"}
    if unknown:
        raise PackError(f"{row.where}.not_counted: unknown {', '.join(sorted(unknown))}.")
    return row.dated(
        Receipt,
        article=row.text("article"),
        channel=row.choice("channel", Channel),
        days=row.whole("days"),
        not_counted=tuple(_WEEKDAYS[day] for day in not_counted if day != "holiday"),
        skips_holidays="holiday" in not_counted,
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
