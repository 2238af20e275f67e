"""Contact is tested on a Monday morning."""

from collections.abc import Iterator

import pytest

from portal import clock
from tests.agency.compliance.desk import MONDAY


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """The office's clock stands at Monday 23 November 2026, eleven in the morning."""
    with clock.moved_to(MONDAY):
        yield
