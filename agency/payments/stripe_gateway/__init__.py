"""Our gateway to Stripe: the only package that knows its SDK. Values in and out, no database."""

from agency.payments.stripe_gateway.errors import (
    ForgedEvent,
    ProviderAway,
    ProviderRefused,
    UnreadableEvent,
)
from agency.payments.stripe_gateway.events import read_event
from agency.payments.stripe_gateway.gateway import StripeGateway
from agency.payments.stripe_gateway.values import (
    AccountFacts,
    Checkout,
    CheckoutState,
    ProviderEvent,
    ProviderMovement,
    ProviderRefund,
)

__all__ = [
    "AccountFacts",
    "Checkout",
    "CheckoutState",
    "ForgedEvent",
    "ProviderAway",
    "ProviderEvent",
    "ProviderMovement",
    "ProviderRefund",
    "ProviderRefused",
    "StripeGateway",
    "UnreadableEvent",
    "read_event",
]
