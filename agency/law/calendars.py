"""Days as the law counts them: half-years, years from a day, and public holidays."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)


def half_year_of(day: date) -> str:
    """The name of a day's half-year: `H1-2027`."""
    return f"H{1 if day.month <= 6 else 2}-{day.year}"


def next_half_year(day: date) -> date:
    """The first day of the half-year after the one that holds `day`."""
    return date(day.year, 7, 1) if day.month <= 6 else date(day.year + 1, 1, 1)


def next_year(day: date) -> date:
    """The first day of the year after the one that holds `day`."""
    return date(day.year + 1, 1, 1)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if day.day <= 28:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March where there is none.

    A year that starts on 29 February has then run to the end of 28 February.
    """
    return months_over(day, 12 * years)


def months_over(first: date, months: int) -> date:
    """The day on which so many months that began on `first` are over.

    The first of the next month where the last month has no such day.
    """
    later = months_later(first, months)
    return later if later.day == first.day else later + ONE_DAY


@lru_cache(maxsize=512)
def public_holidays(
    country: str,
    year: int,
    categories: tuple[str, ...],
    subdivision: str | None = None,
    observed: bool = True,
) -> frozenset[date]:
    """The holidays of a country in a year, in the named categories of the `holidays` package.

    `observed` counts the weekday in place of a holiday at the weekend, where there is one.
    """
    return frozenset(
        holidays.country_holidays(
            country, subdiv=subdivision, years=year, categories=categories, observed=observed
        )
    )
