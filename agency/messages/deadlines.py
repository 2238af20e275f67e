"""By when a message wants an answer: working days of the agency's country. Pure."""

from datetime import date

from agency.law.calendars import ONE_DAY, public_holidays

SATURDAY = 5


def answer_by(day: date, days: int, country: str) -> date:
    """The last of so many working days after a day; weekends and public holidays do not count."""
    while days:
        day += ONE_DAY
        if is_working_day(day, country):
            days -= 1
    return day


def is_working_day(day: date, country: str) -> bool:
    """Whether an office of a country is open; holidays of parts of a country are not known here."""
    return day.weekday() < SATURDAY and day not in public_holidays(country, day.year, ("public",))
