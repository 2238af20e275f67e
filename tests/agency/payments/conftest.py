"""An agency whose account is connected to the platform's, and one that has keys of its own."""

import pytest

from tests.office import Office, open_office
from tests.standins.stripe import StripeStandIn


@pytest.fixture
def connected(office: Office, stripe: StripeStandIn, live: str) -> Office:
    office.connect_stripe(stripe)
    return office


@pytest.fixture
def with_keys(connected: Office, stripe: StripeStandIn) -> Office:
    """Another agency, which has keys of its own."""
    other = open_office(connected.app)
    other.open_stripe(stripe)
    return other
