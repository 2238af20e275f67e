"""An agency that takes instalments from cards and accounts."""

from collections.abc import Iterator

import pytest

from tests.agency.autopay.desk import takes_all
from tests.office import Office
from tests.standins.stripe import StripeStandIn


@pytest.fixture
def paying(office: Office, stripe: StripeStandIn, live: str) -> Office:
    return takes_all(office, stripe)


@pytest.fixture
def unheard(paying: Office, stripe: StripeStandIn) -> Iterator[Office]:
    """The same, hearing nothing of the provider."""
    stripe.deliveries.mode = "drop"
    yield paying
    stripe.deliveries.mode = "send"
