"""One agency with everybody at work, on a day for which the figures are published."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from tests.flows.people import House, open_house
from tests.standins.stripe import StripeStandIn

THAT_DAY = datetime(2026, 9, 30, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
"""A Wednesday morning, when the law lets everybody be written to."""


@pytest.fixture
def that_day() -> Iterator[None]:
    """The clock of the whole house, and of the card provider, goes on from that morning."""
    with time_machine.travel(THAT_DAY, tick=True):
        yield


@pytest.fixture
def house(
    that_day: None, app: Flask, live: str, stripe: StripeStandIn, monkeypatch: pytest.MonkeyPatch
) -> House:
    """An agency with people of every role, a creditor, its law firm and an account for cards."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)  # As people have it.
    with app.app_context():
        return open_house(app, stripe)
