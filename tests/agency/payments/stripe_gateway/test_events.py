"""Webhooks as they come in: read once their signature is proved, refused otherwise."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe

from agency.payments.stripe_gateway import (
    ForgedEvent,
    StripeGateway,
    UnreadableEvent,
    read_event,
)
from tests.agency.payments.stripe_gateway.conftest import KEY
from tests.standins.stripe import StripeStandIn, WebhookListener


def test_a_webhook_is_read_once_its_signature_is_proved(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    with WebhookListener() as listener:
        secret = standin.register_webhook(KEY, listener.url, ["checkout.session.completed"])
        checkout = gateway.open_checkout(**terms)
        standin.pay_checkout(checkout.id)
        standin.wait_idle()

    (letter,) = listener.received
    event = read_event(letter.payload, letter.signature, secret)
    assert event.kind == "checkout.session.completed"
    assert event.id == standin.events_of("checkout.session.completed")[0]["id"]
    assert event.livemode is False
    assert abs(event.created_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert event.object["id"] == checkout.id
    assert event.object["metadata"]["payment_id"] == "0192f0c1-payment"


PAYLOAD = json.dumps(
    {
        "id": "evt_1",
        "object": "event",
        "type": "charge.updated",
        "created": 1_700_000_000,
        "livemode": False,
        "data": {"object": {"id": "ch_1"}},
    }
)


def signed(payload: str, secret: str = "whsec_ours", at: int | None = None) -> str:
    return str(stripe.WebhookSignature.generate_signature_header(payload, secret, at))


def test_the_fields_of_an_event_are_kept_as_sent() -> None:
    event = read_event(PAYLOAD.encode(), signed(PAYLOAD), "whsec_ours")
    assert (event.id, event.kind, event.object) == ("evt_1", "charge.updated", {"id": "ch_1"})
    assert event.created_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "nonsense",
        "t=1,v1=",
        "t=x,v1=00",
        f"t={int(time.time())},v1=é",
        signed(PAYLOAD, "whsec_theirs"),
        signed(PAYLOAD + " "),
        signed(PAYLOAD).replace("v1=", "v0="),
    ],
    ids=["none", "nonsense", "empty", "no time", "letters", "other secret", "other text", "v0"],
)
def test_a_forged_webhook_is_told(signature: str) -> None:
    with pytest.raises(ForgedEvent):
        read_event(PAYLOAD.encode(), signature, "whsec_ours")


def test_a_changed_amount_breaks_the_signature() -> None:
    with pytest.raises(ForgedEvent):
        read_event(PAYLOAD.replace("ch_1", "ch_2").encode(), signed(PAYLOAD), "whsec_ours")


def test_a_webhook_replayed_after_five_minutes_is_refused() -> None:
    late, in_time = int(time.time()) - 310, int(time.time()) - 280
    with pytest.raises(ForgedEvent):
        read_event(PAYLOAD.encode(), signed(PAYLOAD, at=late), "whsec_ours")
    assert read_event(PAYLOAD.encode(), signed(PAYLOAD, at=in_time), "whsec_ours").id == "evt_1"


def test_nothing_is_proved_without_a_secret() -> None:
    with pytest.raises(ForgedEvent):
        read_event(PAYLOAD.encode(), signed(PAYLOAD, ""), "")


def test_bytes_that_are_no_text_are_no_webhook() -> None:
    with pytest.raises(ForgedEvent):
        read_event(b"\xff\xfe", signed("x"), "whsec_ours")


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        '{"id": 5}',
        PAYLOAD.replace('"evt_1"', "null"),
        PAYLOAD.replace('{"id": "ch_1"}', "7"),
        PAYLOAD.replace("1700000000", '"yesterday"'),
        PAYLOAD.replace("1700000000", "1e300"),
    ],
)
def test_a_signed_message_that_is_no_event_is_told(payload: str) -> None:
    with pytest.raises(UnreadableEvent):
        read_event(payload.encode(), signed(payload), "whsec_ours")
    assert issubclass(UnreadableEvent, ValueError)
