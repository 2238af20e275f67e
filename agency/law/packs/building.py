"""Builds a pack's frozen rows; refuses gaps, overlaps and bands that miss a cent."""

from itertools import pairwise
from typing import Any

from agency.law.calendars import MONDAY, SATURDAY, SUNDAY, half_year_of, next_half_year
from agency.law.errors import PackError
from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import (
    Band,
    Compensation,
    ContactWindow,
    CostRules,
    DecreeDay,
    FreeTerm,
    HolidayRules,
    InterestRule,
    LetterRules,
    LimitationRules,
    LimitationTerm,
    Pack,
    Rate,
    Receipt,
    RecurringCap,
    Tariff,
    TermWording,
    VatRate,
)
from agency.law.vocabulary import (
    Channel,
    ClaimKind,
    Compounding,
    DebtorKind,
    InterestKind,
    InterruptionKind,
    RateFixing,
)
from portal.money import Money

_WEEKDAYS = {"saturday": SATURDAY, "sunday": SUNDAY, "monday": MONDAY}


def build(values: dict[str, Any]) -> Pack:
    """The pack that its tables describe. PackError where they are incomplete or say too much."""
    top = Table(values, str(values.get("country", "pack")))
    sources = top.table("sources")
    top.sources = {key: sources.text(key) for key in values["sources"]}
    country, currency = top.text("country"), top.text("currency")
    made = Pack(
        country=country,
        name=top.text("name"),
        currency=currency,
        reviewed_through=top.day("reviewed_through"),
        interest=_interest(top, country),
        compensation=top.optional(
            "compensation", lambda key: _compensation(top.table(key), currency), ()
        ),
        costs=top.optional("costs", lambda key: _costs(top.table(key), currency), None),
        vat=top.optional("vat", lambda key: _vat(top.tables(key)), ()),
        holidays=top.optional("holidays", lambda key: _holidays(top.table(key), country), None),
        contact_windows=top.optional("contact_windows", lambda key: _windows(top.tables(key)), ()),
        letters=top.optional("letters", lambda key: _letters(top.table(key)), None),
        limitation=top.optional("limitation", lambda key: _limitation(top.table(key)), None),
    )
    top.close()
    return made


def _interest(top: Table, country: str) -> dict[InterestKind, InterestRule]:
    rules = {}
    for name, table in top.named("interest").items():
        if name not in set(InterestKind):
            raise PackError(f"{table.where} is no kind of interest.")
        rules[InterestKind(name)] = InterestRule(
            country=country,
            kind=InterestKind(name),
            article=table.text("article"),
            compounding=table.choice("compounding", Compounding),
            rate_fixing=table.choice("rate_fixing", RateFixing),
            rates=_rates(table) if "rates" in table else (),
        )
        table.close()
    return rules


def _rates(table: Table) -> tuple[Rate, ...]:
    """Rates by half-year without a gap; a second row may start within a half-year.

    A row gives the rate as it was published (`percent`), or the reference rate and what the law
    adds to it (`reference`, `plus`).
    """
    rows = []
    for row in table.tables("rates"):
        if "reference" in row:
            percent = row.number("reference") + row.number("plus")
        else:
            percent = row.number("percent")
        rows.append(row.dated(Rate, percent=percent))
    rates = in_order(rows, f"{table.where}.rates")
    for earlier, later in pairwise(rates):
        expected = next_half_year(earlier.valid_from)
        within = half_year_of(earlier.valid_from) == half_year_of(later.valid_from)
        if later.valid_from != expected and not within:
            raise PackError(f"{table.where}.rates has a gap: no row starts on {expected}.")
    return rates


def _compensation(table: Table, currency: str) -> tuple[Compensation, ...]:
    article = table.text("article")
    rows = [
        row.dated(Compensation, article=article, amount=row.money("amount", currency))
        for row in table.tables("rows")
    ]
    table.close()
    return in_order(rows, table.where)


def _costs(table: Table, currency: str) -> CostRules:
    rules = CostRules(
        article=table.text("article"),
        aggregation_article=table.text("aggregation_article"),
        vat_article=table.text("vat_article"),
        gate_article=table.text("gate_article"),
        tariffs=in_order([_tariff(row, currency) for row in table.tables("tariffs")], table.where),
        recurring_caps=in_order(
            [
                row.dated(
                    RecurringCap,
                    article=row.text("article"),
                    instalment_below=row.money("instalment_below", currency),
                    maximum=row.money("maximum", currency),
                    months=row.whole("months"),
                )
                for row in table.tables("recurring_caps")
            ],
            table.where,
        ),
    )
    table.close()
    return rules


def _tariff(row: Table, currency: str) -> Tariff:
    bands = [_band(band, currency) for band in row.tables("bands")]
    reached: Money | None = Money.zero(currency)
    for band in bands:
        if reached is None or band.over != reached:
            raise PackError(f"{row.where}: the bands leave a gap or overlap at {band.over}.")
        reached = band.up_to
        if reached is not None and reached <= band.over:
            raise PackError(f"{row.where}: the band over {band.over} holds nothing.")
    if reached is not None:
        raise PackError(f"{row.where}: the last band ends at {reached}; it must have no end.")
    return row.dated(
        Tariff,
        article=row.text("article"),
        minimum=row.money("minimum", currency),
        maximum=row.money("maximum", currency),
        bands=tuple(bands),
    )


def _band(band: Table, currency: str) -> Band:
    made = Band(
        over=band.money("over", currency),
        up_to=band.optional("up_to", lambda key: band.money(key, currency), None),
        percent=band.number("percent"),
    )
    band.close()
    return made


def _vat(rows: list[Table]) -> tuple[VatRate, ...]:
    made = [
        row.dated(VatRate, percent=row.number("percent"), label=row.text("label")) for row in rows
    ]
    return in_order(made, "vat")


def _holidays(table: Table, country: str) -> HolidayRules:
    days = in_order([row.dated(DecreeDay) for row in table.tables("decree_days")], table.where)
    rules = HolidayRules(
        country=country,
        article=table.text("article"),
        categories=table.texts("categories"),
        decree_days=frozenset(day.valid_from for day in days),
    )
    table.close()
    return rules


def _windows(rows: list[Table]) -> tuple[ContactWindow, ...]:
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


def _letters(table: Table) -> LetterRules:
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


def _limitation(table: Table) -> LimitationRules:
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
