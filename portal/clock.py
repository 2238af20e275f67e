"""The time, from one place, so that a whole procedure can be proved by moving it in test mode."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_moved: ContextVar[datetime | None] = ContextVar("moved_clock", default=None)

OFFICE_ZONE = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _moved.get() or datetime.now(UTC)


def today(zone: ZoneInfo = OFFICE_ZONE) -> date:
    """The calendar day at the office, or in another zone."""
    return day_of(now(), zone)


def day_of(at: datetime, zone: ZoneInfo = OFFICE_ZONE) -> date:
    """The calendar day of an aware instant at the office, or in another zone.

    Instants are kept in UTC, whose day is yesterday's for an hour or two after the office's midnight.
    """
    if at.tzinfo is None:
        raise ValueError("Only an aware instant has a day.")
    return at.astimezone(zone).date()


@contextmanager
def moved_to(at: datetime) -> Iterator[None]:
    """Let the block live at another instant. Only for tests and the test mode."""
    if at.tzinfo is None:
        raise ValueError("The clock moves to an aware instant only.")
    token = _moved.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _moved.reset(token)
