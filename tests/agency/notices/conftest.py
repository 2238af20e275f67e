"""Notices are tested on a Monday morning, when everybody may be written to."""

from collections.abc import Iterator

import pytest

from agency.law.vocabulary import DebtorKind
from portal import clock
from tests.agency.messages.texting import set_up
from tests.agency.notices.desk import MONDAY, Desk, consumer_desk, open_desk
from tests.office import Office
from tests.standins.sms import SmsStandIn


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


@pytest.fixture
def texting(office: Office, monday: None, provider: SmsStandIn) -> Desk:
    """A consumer with a mobile number and a provider of texts."""
    set_up(office)
    return open_desk(
        office,
        kind=DebtorKind.CONSUMER,
        name="Anna de Wit",
        phone="+31 6 12345678",
        email="anna@debtor.example",
    )
