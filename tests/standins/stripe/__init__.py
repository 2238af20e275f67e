"""A stand-in for Stripe over HTTP, driven by the real SDK; for tests and the demo only."""

from tests.standins.stripe.deliveries import Message
from tests.standins.stripe.errors import ApiError
from tests.standins.stripe.listener import WebhookListener
from tests.standins.stripe.server import Account
from tests.standins.stripe.standin import StripeStandIn

__all__ = ["Account", "ApiError", "Message", "StripeStandIn", "WebhookListener"]
