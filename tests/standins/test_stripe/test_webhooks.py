"""Webhooks: signed, retried, and on demand doubled, turned round, held back, lost."""

import json
import time
from typing import Any

import pytest
import stripe

from tests.standins.stripe import StripeStandIn, WebhookListener
from tests.standins.test_stripe.conftest import KEY, OpenPage, client_of

NEVER = (3600.0,)
"""A retry that no test waits for."""


def kinds(listener: WebhookListener) -> list[str]:
    return [json.loads(letter.payload)["type"] for letter in listener.received]


def customers(client: stripe.StripeClient, count: int) -> list[str]:
    """Cause `count` events of one kind; the customers' ids in order."""
    return [client.v1.customers.create({}).id for _ in range(count)]


def objects(listener: WebhookListener) -> list[str]:
    return [json.loads(letter.payload)["data"]["object"]["id"] for letter in listener.received]


def test_events_arrive_in_order_and_signed(standin: StripeStandIn, open_page: OpenPage) -> None:
    with WebhookListener() as listener:
        secret = standin.register_webhook(KEY, listener.url)
        standin.pay_checkout(open_page().id)
        standin.wait_idle()
    assert kinds(listener) == [event["type"] for event in standin.events]
    for letter in listener.received:
        event = stripe.Webhook.construct_event(letter.payload, letter.signature, secret)
        assert event.livemode is False
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(letter.payload, letter.signature, "whsec_theirs")


def test_an_endpoint_hears_only_what_it_asked_for(
    standin: StripeStandIn, open_page: OpenPage
) -> None:
    with WebhookListener() as listener:
        standin.register_webhook(KEY, listener.url, ["checkout.session.completed"])
        standin.pay_checkout(open_page().id)
        standin.wait_idle()
    assert kinds(listener) == ["checkout.session.completed"]


def test_an_endpoint_hears_only_its_own_account(standin: StripeStandIn) -> None:
    standin.add_account("sk_test_theirs")
    with WebhookListener() as listener:
        standin.register_webhook(KEY, listener.url)
        client_of(standin, "sk_test_theirs").v1.customers.create({})
        standin.wait_idle()
    assert listener.received == []


def test_a_platform_hears_of_connected_accounts(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    connected = client.v1.accounts.create({}).id
    with WebhookListener() as ours, WebhookListener() as theirs:
        standin.register_webhook(KEY, ours.url)
        standin.register_webhook(KEY, theirs.url, connect=True)
        client.v1.customers.create({}, {"stripe_account": connected})
        standin.wait_idle()
    assert ours.received == []
    (letter,) = theirs.received
    assert json.loads(letter.payload)["account"] == connected


@pytest.mark.parametrize("status", [500, 404, 302])
def test_a_failed_delivery_is_tried_again(
    standin: StripeStandIn, client: stripe.StripeClient, status: int
) -> None:
    with WebhookListener(answers=[status, status]) as listener:
        standin.register_webhook(KEY, listener.url)
        customers(client, 1)
        standin.deliver_all()
    assert len(listener.received) == 3
    assert len({letter.payload for letter in listener.received[:2]}) == 1
    (event,) = standin.events
    assert standin.deliveries.statuses(event["id"]) == [("delivered", 200)]
    assert event["pending_webhooks"] == 0


def test_stripe_gives_up_at_last(client: stripe.StripeClient, standin: StripeStandIn) -> None:
    with WebhookListener(answers=[500] * 99) as listener:
        standin.register_webhook(KEY, listener.url)
        customers(client, 1)
        standin.deliver_all()
        assert len(listener.received) == 6
    (event,) = standin.events
    assert standin.deliveries.statuses(event["id"]) == [("failed", 500)]
    assert event["pending_webhooks"] == 1


def test_an_endpoint_that_is_away_is_tried_again(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    with WebhookListener() as listener:
        url = listener.url
    standin.register_webhook(KEY, url)
    customers(client, 1)
    standin.deliver_all()
    assert standin.deliveries.statuses(standin.events[0]["id"]) == [("failed", None)]


def test_waiting_for_a_retry_is_not_idle() -> None:
    with StripeStandIn(retry_delays=NEVER) as standin, WebhookListener([500]) as listener:
        standin.add_account(KEY)
        standin.register_webhook(KEY, listener.url)
        customers(client_of(standin, KEY), 1)
        with pytest.raises(TimeoutError, match="Still under way"):
            standin.wait_idle(timeout=0.2)
        standin.deliver_all()
        assert len(listener.received) == 2


def test_an_event_can_come_twice_more(standin: StripeStandIn, client: stripe.StripeClient) -> None:
    with WebhookListener() as listener:
        standin.register_webhook(KEY, listener.url)
        customers(client, 1)
        standin.deliver_all()
        standin.deliver(standin.events[0]["id"], times=2)
    assert len(listener.received) == 3
    assert len({letter.payload for letter in listener.received[1:]}) == 1


def test_every_event_can_come_twice(standin: StripeStandIn, client: stripe.StripeClient) -> None:
    standin.deliveries.mode = "twice"
    with WebhookListener() as listener:
        standin.register_webhook(KEY, listener.url)
        (made,) = customers(client, 1)
        standin.deliver_all()
    assert objects(listener) == [made, made]


@pytest.mark.parametrize(
    ("order", "arrived"), [("kept", [0, 1, 2]), ("reversed", [2, 1, 0]), ((1, 2, 0), [1, 2, 0])]
)
def test_events_can_be_held_back_and_turned_round(
    standin: StripeStandIn, client: stripe.StripeClient, order: Any, arrived: list[int]
) -> None:
    with WebhookListener() as listener:
        standin.register_webhook(KEY, listener.url)
        standin.deliveries.hold()
        made = customers(client, 3)
        standin.deliver_all()
        assert listener.received == []
        if isinstance(order, tuple):
            order = [standin.events[i]["id"] for i in order]
        standin.deliveries.release(order)
        standin.deliver_all()
    assert objects(listener) == [made[i] for i in arrived]


def test_events_can_be_lost(standin: StripeStandIn, client: stripe.StripeClient) -> None:
    with WebhookListener() as listener:
        standin.register_webhook(KEY, listener.url)
        standin.deliveries.mode = "drop"
        lost = customers(client, 1)
        standin.deliveries.mode = "send"
        kept = customers(client, 1)
        standin.deliver_all()
    assert objects(listener) == kept
    listed = client.v1.events.list({"type": "customer.created"}).data
    assert [event.data.object["id"] for event in listed] == kept + lost


def test_an_address_that_is_registered_twice_hears_once(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    with WebhookListener() as listener:
        first = standin.register_webhook(KEY, listener.url)
        assert standin.register_webhook(KEY, listener.url) == first
        made = customers(client, 1)
        standin.deliver_all()
    assert objects(listener) == made


def test_a_deleted_endpoint_hears_no_more(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    with WebhookListener() as listener:
        made = client.v1.webhook_endpoints.create({"url": listener.url, "enabled_events": ["*"]})
        assert made.secret
        assert "secret" not in client.v1.webhook_endpoints.retrieve(made.id).to_dict()
        client.v1.webhook_endpoints.delete(made.id)
        customers(client, 1)
        standin.wait_idle()
    assert listener.received == []


def test_an_unknown_event_type_is_refused(client: stripe.StripeClient) -> None:
    wrong: Any = {"url": "https://shop.example/hooks", "enabled_events": ["coffee.brewed"]}
    with pytest.raises(stripe.InvalidRequestError, match="must be one of"):
        client.v1.webhook_endpoints.create(wrong)


def test_a_message_can_be_signed_for_another_time(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    customers(client, 1)
    old = int(time.time()) - 600
    letter = standin.message(standin.events[0]["id"], "whsec_ours", signed_at=old)
    with pytest.raises(stripe.SignatureVerificationError, match="tolerance"):
        stripe.Webhook.construct_event(letter.payload, letter.signature, "whsec_ours")
    assert stripe.Webhook.construct_event(
        letter.payload, letter.signature, "whsec_ours", tolerance=900
    )


def test_a_request_that_is_repeated_causes_no_second_event(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    for _ in range(2):
        client.v1.customers.create({}, {"idempotency_key": "k1"})
    (event,) = standin.events
    assert event["request"]["idempotency_key"] == "k1"
