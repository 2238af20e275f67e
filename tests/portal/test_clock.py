"""The day of an instant is the office's, not that of UTC; in the database too."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import literal, select

from portal import clock, db

LATE = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
SUMMER = datetime(2026, 7, 31, 22, 0, tzinfo=UTC)
EARLY = datetime(2026, 7, 31, 21, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "day"),
    [(LATE, date(2026, 11, 23)), (SUMMER, date(2026, 8, 1)), (EARLY, date(2026, 7, 31))],
)
def test_the_day_of_an_instant_is_the_offices(app: Flask, at: datetime, day: date) -> None:
    assert clock.day_of(at) == day
    with clock.moved_to(at):
        assert clock.today() == day
    with app.app_context(), db.work():
        assert db.session.scalar(select(db.day_of(literal(at)))) == day


def test_an_instant_of_no_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="aware"):
        clock.day_of(datetime(2026, 11, 22))  # noqa: DTZ001 - this is what is refused
