"""Fill a document's template in the reader's language."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.i18n import region, translations
from portal.money import MINOR_DIGITS, Money

ROOT = Path(__file__).parents[2]


def fill(template: str, locale: str, **context: object) -> str:
    """The template's text in the language of `locale`, everything in it escaped."""
    return environment(locale).get_template(template).render(locale=locale, **context)


@cache
def environment(locale: str) -> Environment:
    """Templates outside any request; one set per language, since filters and texts depend on it."""
    here = region(locale)
    templates = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    texts = translations(locale)
    templates.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]

    def long_date(value: date) -> str:
        """22 November 2026."""
        return format_date(value, "long", locale=here)

    def short_date(value: date) -> str:
        """22 Nov 2026, for tables."""
        return format_date(value, "medium", locale=here)

    def money(value: Money) -> str:
        return value.format(here)

    def amount(value: Money) -> str:
        """An amount for a table that names its currency once; nothing shows as nothing."""
        if not value:
            return ""
        digits = "#,##0" + ".00" * bool(MINOR_DIGITS[value.currency])
        return format_decimal(value.decimal, format=digits, locale=here).replace("-", "−")

    def percent(value: Decimal) -> str:
        return f"{format_decimal(value, format='0.####', locale=here)} %"

    templates.filters.update(
        date=short_date,
        long_date=long_date,
        money=money,
        amount=amount,
        percent=percent,
        in_fours=in_fours,
    )
    return templates


def in_fours(number: str) -> str:
    """An account number or payment reference as people read it: groups of four."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))
