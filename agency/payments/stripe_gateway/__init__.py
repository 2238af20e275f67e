"""Our gateway to Stripe: the only package that knows its SDK. Values in and out, no database."""

from agency.payments.stripe_gateway.client import is_live
from agency.payments.stripe_gateway.errors import (
    NO_ACCESS,
    NO_SUCH,
    ForgedEvent,
    ProviderAway,
    ProviderRefused,
    UnreadableEvent,
)
from agency.payments.stripe_gateway.events import read_event
from agency.payments.stripe_gateway.gateway import StripeGateway
from agency.payments.stripe_gateway.platform import StripePlatform
from agency.payments.stripe_gateway.saved import charged, method_facts
from agency.payments.stripe_gateway.values import (
    AccountFacts,
    Charged,
    ChargeOrder,
    Checkout,
    CheckoutState,
    Keeping,
    KeptMethod,
    MethodFacts,
    ProviderEvent,
    ProviderMovement,
    ProviderRefund,
    SetupOrder,
    SetupPage,
)

__all__ = [
    "NO_ACCESS",
    "NO_SUCH",
    "AccountFacts",
    "ChargeOrder",
    "Charged",
    "Checkout",
    "CheckoutState",
    "ForgedEvent",
    "Keeping",
    "KeptMethod",
    "MethodFacts",
    "ProviderAway",
    "ProviderEvent",
    "ProviderMovement",
    "ProviderRefund",
    "ProviderRefused",
    "SetupOrder",
    "SetupPage",
    "StripeGateway",
    "StripePlatform",
    "UnreadableEvent",
    "charged",
    "is_live",
    "method_facts",
    "read_event",
]
