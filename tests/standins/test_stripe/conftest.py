"""A stand-in with one account, and the real SDK to drive it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import stripe

from tests.standins.stripe import StripeStandIn

KEY = "sk_test_ours"

OpenPage = Callable[..., "stripe.checkout.Session"]


@pytest.fixture
def standin() -> Iterator[StripeStandIn]:
    with StripeStandIn() as standin:
        standin.add_account(KEY, "Noordzee Incasso B.V.")
        yield standin


@pytest.fixture
def client(standin: StripeStandIn) -> stripe.StripeClient:
    return client_of(standin, KEY)


@pytest.fixture
def open_page(client: stripe.StripeClient) -> OpenPage:
    """Open a page of 50.00; other parameters as given."""

    def opened(amount: int = 5000, **more: Any) -> stripe.checkout.Session:
        price = {
            "currency": "eur",
            "unit_amount": amount,
            "product_data": {"name": "Case 2026-00012"},
        }
        params: Any = {
            "mode": "payment",
            "line_items": [{"quantity": 1, "price_data": price}],
            "success_url": "https://shop.example/thanks?page={CHECKOUT_SESSION_ID}",
            "cancel_url": "https://shop.example/back",
            **more,
        }
        return client.v1.checkout.sessions.create(params)

    return opened


@pytest.fixture
def paid_intent(standin: StripeStandIn, open_page: OpenPage) -> str:
    """A payment intent of 50.00 that was paid by card."""
    return str(standin.pay_checkout(open_page().id)["payment_intent"])


def detail_of(error: stripe.StripeError) -> dict[str, Any]:
    """The `error` object of a refusal, with all that it carries."""
    body: Any = error.json_body
    detail: dict[str, Any] = body["error"]
    return detail


def client_of(standin: StripeStandIn, key: str, **more: Any) -> stripe.StripeClient:
    return stripe.StripeClient(
        key, base_addresses={"api": standin.url}, max_network_retries=0, **more
    )
