"""When a promise is kept, partly kept or broken, and how far one may go."""

from datetime import date

import pytest

from agency.contacts.bounds import bounds
from agency.contacts.judging import judged
from portal.money import Money

FRIDAY = date(2026, 6, 19)


@pytest.mark.parametrize(
    ("received", "on", "is_ended", "state"),
    [
        (0, date(2026, 6, 10), False, "running"),
        (9_999, FRIDAY, False, "running"),
        (10_000, date(2026, 6, 10), False, "kept"),
        (12_000, date(2026, 7, 1), False, "kept"),
        (0, date(2026, 6, 20), False, "broken"),
        (1, date(2026, 6, 20), False, "partly_kept"),
        (9_999, date(2026, 6, 20), False, "partly_kept"),
        (5_000, date(2026, 6, 12), True, "ended"),
        (10_000, date(2026, 6, 12), True, "kept"),
    ],
)
def test_the_books_alone_say_how_a_promise_stands(
    received: int, on: date, is_ended: bool, state: str
) -> None:
    assert judged(Money(10_000), Money(received), FRIDAY, on=on, is_ended=is_ended) == state


@pytest.mark.parametrize(
    ("owed", "percent", "least"), [(100_000, 25, 25_000), (101, 25, 26), (1, 25, 1), (0, 25, 1)]
)
def test_the_least_is_rounded_up(owed: int, percent: int, least: int) -> None:
    found = bounds(Money(owed), days=14, percent=percent, on=date(2026, 6, 10))
    assert (found.least, found.most) == (Money(least), Money(owed))
    assert found.latest_on == date(2026, 6, 24)


def test_a_promise_holds_within_its_bounds() -> None:
    found = bounds(Money(1_000), days=14, percent=25, on=date(2026, 6, 10))
    assert found.hold(Money(250), date(2026, 6, 24))
    assert not found.hold(Money(249), date(2026, 6, 24))
    assert not found.hold(Money(1_001), date(2026, 6, 24))
    assert not found.hold(Money(250), date(2026, 6, 25))
