"""How templates write amounts, dates and terms, in the reader's language."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import Flask, g
from flask_babel import gettext, ngettext

from portal import clock
from portal.i18n import region, said
from portal.money import Money


def init_app(app: Flask) -> None:
    """Make the filters known to every template."""
    for written in (money, day, instant, clock_time, in_days, percent, language, size, said):
        app.add_template_filter(written, _NAMES.get(written.__name__, written.__name__))


def money(amount: Money) -> str:
    """An amount with its currency."""
    return amount.format(region())


def day(value: date | datetime | None) -> str:
    """A calendar day, as 22 Nov 2026."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = clock.day_of(value, _zone())
    return format_date(value, "medium", locale=region())


def instant(value: datetime | None) -> str:
    """A day and the time of it, at the agency: 22 Nov 2026, 14:05."""
    if value is None:
        return "–"
    local, here = value.astimezone(_zone()), region()
    joined: str = Locale.parse(here).datetime_formats["medium"]
    clock_time = format_time(local, "short", locale=here)
    return joined.format(clock_time, format_date(local, "medium", locale=here))


def clock_time(value: datetime) -> str:
    """The time of a moment at the agency, as 14:05."""
    return format_time(value.astimezone(_zone()), "short", locale=region())


def in_days(value: date | None) -> str:
    """How far a day is: `today`, `in 3 days`, `2 days ago`."""
    if value is None:
        return ""
    days = (value - clock.today(_zone())).days
    if days == 0:
        return str(gettext("today"))
    if days > 0:
        return str(ngettext("in %(num)d day", "in %(num)d days", days))
    return str(ngettext("%(num)d day ago", "%(num)d days ago", -days))


def percent(value: Decimal) -> str:
    """A rate, as 12.5 %."""
    return f"{format_decimal(value, '0.##', locale=region())} %"


def language(code: str) -> str:
    """A language in that of the reader; a code that none bears as it is."""
    try:
        name = Locale.parse(code).get_display_name(region())
    except (ValueError, UnknownLocaleError):
        return code
    return name or code


def size(value: int) -> str:
    """The size of a file."""
    kib = value / 1024
    if kib < 1000:
        return f"{max(1, round(kib))} KB"
    return f"{format_decimal(round(kib / 1024, 1), locale=region())} MB"


def _zone() -> ZoneInfo:
    agency = g.get("agency")
    return ZoneInfo(agency.time_zone) if agency is not None else clock.OFFICE_ZONE


_NAMES = {"day": "date", "instant": "datetime"}
