"""Days of rest as data: the holidays of a country, and days that a decree made equal to them."""

from dataclasses import dataclass
from datetime import date

from agency.law.calendars import ONE_DAY, public_holidays
from agency.law.packs.conduct.letters import Counting
from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import Row
from agency.law.vocabulary import WEEKDAYS, Day


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeDay(Row):
    """A day that a decree made equal to a public holiday; `valid_from` is the day itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRules(Row):
    """Which days are holidays: categories of the `holidays` package, and days named by decree."""

    calendar: str
    subdivision: str | None
    article: str
    categories: tuple[str, ...]
    observed: bool
    decree_days: frozenset[date]

    def is_holiday(self, day: date) -> bool:
        """Whether a day is a holiday in the law of the country; Sundays are not counted as such."""
        return day in self.decree_days or day in public_holidays(
            self.calendar, day.year, self.categories, self.subdivision, self.observed
        )

    def kind_of(self, day: date) -> Day:
        """What a day counts as: a holiday, or else its day of the week."""
        return Day.HOLIDAY if self.is_holiday(day) else WEEKDAYS[day.weekday()]


def counted_later(rules: HolidayRules | None, day: date, counting: Counting) -> date:
    """The day that comes so many counted days after another; the other itself for none."""
    left = counting.days
    while left:
        day += ONE_DAY
        kinds = {WEEKDAYS[day.weekday()]} | (
            {Day.HOLIDAY} if rules and rules.is_holiday(day) else set()
        )
        left -= not kinds & counting.not_counted
    return day


def holiday_rules(table: Table) -> HolidayRules:
    """Which days are holidays, from their table."""
    days = in_order([row.dated(DecreeDay) for row in table.tables("decree_days")], table.where)
    return table.dated(
        HolidayRules,
        calendar=table.text("calendar"),
        subdivision=table.optional("subdivision", table.text, None),
        article=table.text("article"),
        categories=table.texts("categories"),
        observed=table.optional("observed", table.flag, True),
        decree_days=frozenset(day.valid_from for day in days),
    )
