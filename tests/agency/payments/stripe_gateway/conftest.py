"""A gateway to a stand-in of its own, and what a page is asked for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import stripe

from agency.payments.stripe_gateway import StripeGateway
from portal.clock import now
from portal.money import Money
from tests.standins.stripe import StripeStandIn

KEY = "sk_test_noordzee"
AMOUNT = Money(12345)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries follow at once."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0)


@pytest.fixture
def standin() -> Iterator[StripeStandIn]:
    with StripeStandIn() as standin:
        standin.add_account(KEY, "Noordzee Incasso B.V.")
        yield standin


@pytest.fixture
def gateway(standin: StripeStandIn) -> StripeGateway:
    return StripeGateway(KEY, standin.url)


@pytest.fixture
def terms() -> dict[str, Any]:
    return {
        "payment_id": "0192f0c1-payment",
        "amount": AMOUNT,
        "description": "Noordzee Incasso, case 2026-00012",
        "locale": "nl",
        "success_url": "https://pay.noordzee.example/p/x/thanks?page={CHECKOUT_SESSION_ID}",
        "cancel_url": "https://pay.noordzee.example/p/x",
        "expires_at": now() + timedelta(hours=1),
        "email": "debtor@example.com",
    }
