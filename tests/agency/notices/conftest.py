"""Notices are tested on a Monday morning, when everybody may be written to."""

from collections.abc import Iterator

import pytest

from portal import clock
from tests.agency.notices.desk import MONDAY, Desk, consumer_desk, open_desk
from tests.office import Office


@pytest.fixture
def monday() -> Iterator[None]:
    """The office's clock stands at Monday 23 November 2026, eleven in the morning."""
    with clock.moved_to(MONDAY):
        yield


@pytest.fixture
def desk(office: Office, monday: None) -> Desk:
    """A business debtor's case with a law firm at hand."""
    return open_desk(office)


@pytest.fixture
def consumer(office: Office, monday: None) -> Desk:
    """A consumer's case with a law firm at hand."""
    return consumer_desk(office)
