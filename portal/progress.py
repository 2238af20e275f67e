"""How far long work is, how fast it goes, and how long it will take."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import ngettext

from portal import clock

LEAST_SECONDS = 3
"""Before that, nobody can say how long it will take."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many a second, and the time that is left in words."""

    rate: float
    left: str


def pace(done: int, total: int, *, since: datetime, before: int = 0) -> Pace | None:
    """The pace of work that stood at `before` at an instant; None while nobody can say."""
    seconds = (clock.now() - since).total_seconds()
    if done <= before or seconds < LEAST_SECONDS:
        return None
    rate = (done - before) / seconds
    rest = round((total - done) / rate)
    left = (
        ngettext("%(num)d second", "%(num)d seconds", rest)
        if rest < 90
        else ngettext("%(num)d minute", "%(num)d minutes", round(rest / 60))
    )
    return Pace(rate, left)
