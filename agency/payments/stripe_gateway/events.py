"""Webhooks: proved to come from the provider before anybody looks at what they say."""

import json

import stripe

from agency.payments.stripe_gateway.errors import ForgedEvent, UnreadableEvent
from agency.payments.stripe_gateway.values import ProviderEvent, instant


def read_event(
    payload: bytes, signature: str, secret: str, *, tolerance: int = 300
) -> ProviderEvent:
    """The event that a webhook carries, once its signature is proved.

    ForgedEvent when `secret` did not sign these very bytes within the last `tolerance` seconds;
    UnreadableEvent when what was signed is no event.
    """
    try:
        stripe.WebhookSignature.verify_header(payload, signature, secret, tolerance)
    except (stripe.SignatureVerificationError, UnicodeError, TypeError) as error:
        raise ForgedEvent("The signature does not fit this message.") from error
    try:
        event = json.loads(payload)
        return ProviderEvent(
            id=_text(event["id"]),
            kind=_text(event["type"]),
            created_at=instant(event["created"]),
            livemode=event["livemode"] is True,
            object=dict(event["data"]["object"]),
            account=_text(event["account"]) if "account" in event else "",
        )
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise UnreadableEvent("The message is signed, but it is no event of Stripe.") from error


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"{value!r} is no word.")
    return value
