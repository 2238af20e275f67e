"""The SDK's client as we use it: short waits, few tries, and on behalf of whom."""

import stripe

TIMEOUT_SECONDS = 5
MAX_RETRIES = 2
"""A request is tried three times at most; its idempotency key keeps it from counting twice."""


def client_of(
    secret_key: str, api_base: str | None, connected: str | None = None
) -> stripe.StripeClient:
    """A client that makes every call for the key's own account, or for one connected to it."""
    return stripe.StripeClient(
        secret_key,
        stripe_account=connected,
        base_addresses={"api": api_base.rstrip("/")} if api_base else None,
        max_network_retries=MAX_RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
    )


def is_live(secret_key: str) -> bool:
    """Whether real money moves with this key."""
    return secret_key.split("_")[1:2] == ["live"]
