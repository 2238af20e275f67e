"""A request that Stripe would refuse is refused here too."""

from typing import Any

import pytest
import stripe

from tests.standins.stripe import StripeStandIn
from tests.standins.test_stripe.conftest import OpenPage

Params = Any


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"payment_method_types": ["card"]}, "payment_method_types"),
        ({"payment_intent_data": {"colour": "red"}}, "payment_intent_data[colour]"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_an_unknown_parameter_is_named(open_page: OpenPage, more: Params, param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        open_page(**more)
    assert refusal.value.user_message == f"Received unknown parameter: {param}"
    assert (refusal.value.code, refusal.value.param) == ("parameter_unknown", param)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"locale": "klingon"}, "Invalid locale: must be one of auto, bg"),
        ({"expires_at": "soon"}, "Invalid integer: soon"),
        ({"adaptive_pricing": {"enabled": "perhaps"}}, "Invalid boolean: perhaps"),
        ({"adaptive_pricing": {}, "line_items": "one"}, "Invalid array: one"),
        ({"customer_email": {"a": "b"}}, "Invalid string"),
        ({"mode": "subscription"}, "does not play subscriptions"),
        ({"success_url": "shop.example"}, "Not a valid URL"),
        ({"customer_email": "nobody"}, "Invalid email address: nobody"),
        ({"line_items": []}, "You must specify `line_items`"),
        ({"line_items": [{"price_data": {"currency": "eur"}}]}, "price_data without product_data"),
        ({"line_items": [{"price_data": {"unit_amount": 5}}]}, "Missing required param"),
    ],
)
def test_a_wrong_value_is_refused(open_page: OpenPage, more: Params, message: str) -> None:
    with pytest.raises(stripe.InvalidRequestError, match=message):
        open_page(**more)


def test_a_missing_parameter_is_named(client: stripe.StripeClient) -> None:
    params: Params = {"currency": "eur"}
    with pytest.raises(stripe.InvalidRequestError, match="Missing required param: amount") as no:
        client.v1.payment_intents.create(params)
    assert no.value.code == "parameter_missing"


def test_an_unknown_address_is_404(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL") as no:
        client.v1.coupons.list()
    assert no.value.http_status == 404


def test_an_unknown_object_is_named(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="No such charge: 'ch_1'") as no:
        client.v1.charges.retrieve("ch_1")
    assert (no.value.code, no.value.http_status) == ("resource_missing", 404)


def test_a_property_that_is_no_reference_cannot_be_expanded(
    client: stripe.StripeClient, open_page: OpenPage
) -> None:
    page = open_page()
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.checkout.sessions.retrieve(page.id, {"expand": ["mode"]})


def test_lists_are_cut_into_pages_newest_first(
    client: stripe.StripeClient,
) -> None:
    made = [client.v1.customers.create({"name": str(i)}).id for i in range(5)]
    first = client.v1.customers.list({"limit": 2})
    assert [c.id for c in first.data] == made[:2:-1]
    assert first.has_more
    rest = client.v1.customers.list({"limit": 3, "starting_after": made[3]})
    assert [c.id for c in rest.data] == made[2::-1]
    assert not rest.has_more
    before = client.v1.customers.list({"limit": 2, "ending_before": made[0]})
    assert [c.id for c in before.data] == [made[2], made[1]]
    assert [c.id for c in client.v1.customers.list({"limit": 2}).auto_paging_iter()] == made[::-1]


def test_lists_are_filtered(client: stripe.StripeClient) -> None:
    ours = client.v1.customers.create({"email": "a@example.com"})
    client.v1.customers.create({"email": "b@example.com"})
    assert [c.id for c in client.v1.customers.list({"email": "a@example.com"}).data] == [ours.id]
    future: Params = {"created": {"gt": ours.created + 3600}}
    assert client.v1.customers.list(future).data == []


def test_metadata_is_merged_and_emptied(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    customer = client.v1.customers.create({"metadata": {"a": "1", "b": "2"}}).id
    client.v1.customers.update(customer, {"metadata": {"a": "", "c": "3"}})
    assert standin.read(customer)["metadata"] == {"b": "2", "c": "3"}
    client.v1.customers.update(customer, {"metadata": ""})
    assert standin.read(customer)["metadata"] == {}
