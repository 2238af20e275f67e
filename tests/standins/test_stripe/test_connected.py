"""Accounts connected to a platform, driven by the real SDK: onboarding, their own objects, the end."""

import json
from datetime import timedelta
from typing import Any

import pytest
import stripe
import urllib3

from tests.standins.stripe import StripeStandIn
from tests.standins.stripe.listener import WebhookListener
from tests.standins.test_stripe.conftest import KEY, client_of, detail_of

LINK: Any = {
    "refresh_url": "https://platform.example/again",
    "return_url": "https://platform.example/back",
    "type": "account_onboarding",
}


@pytest.fixture
def connected(client: stripe.StripeClient) -> str:
    return client.v1.accounts.create({"type": "standard", "email": "c@example.com"}).id


def page(standin: StripeStandIn, account: str) -> Any:
    price: Any = {"currency": "eur", "unit_amount": 5000, "product_data": {"name": "Case"}}
    return client_of(standin, KEY, stripe_account=account).v1.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [{"quantity": 1, "price_data": price}],
            "success_url": "https://platform.example/thanks",
        }
    )


def visited(url: str, answer: str = "") -> Any:
    with urllib3.PoolManager() as http:
        fields = {"answer": answer} if answer else None
        return http.request("POST" if answer else "GET", url, fields=fields, redirect=False)


def test_a_new_account_takes_no_charges_until_its_owner_told_who_it_is(
    standin: StripeStandIn, client: stripe.StripeClient, connected: str
) -> None:
    found = client.v1.accounts.retrieve(connected)
    assert (found.charges_enabled, found.details_submitted) == (False, False)
    assert found.requirements
    assert found.requirements.currently_due
    with pytest.raises(stripe.InvalidRequestError, match="cannot currently make charges"):
        page(standin, connected)
    link = client.v1.account_links.create({"account": connected, **LINK})
    assert link.to_dict().keys() <= stripe.AccountLink.__annotations__.keys()
    assert visited(link.url).status == 200
    assert visited(link.url, "complete").headers["Location"] == LINK["return_url"]
    told = client.v1.accounts.retrieve(connected)
    assert (told.charges_enabled, told.details_submitted) == (True, True)
    assert page(standin, connected).url


def test_a_link_opens_once_and_for_five_minutes(
    standin: StripeStandIn, client: stripe.StripeClient, connected: str
) -> None:
    link = client.v1.account_links.create({"account": connected, **LINK})
    assert visited(link.url).status == 200
    again = visited(link.url)
    assert (again.status, again.headers["Location"]) == (302, LINK["refresh_url"])
    late = client.v1.account_links.create({"account": connected, **LINK})
    standin.advance(timedelta(seconds=late.expires_at - late.created))
    assert visited(late.url).headers["Location"] == LINK["refresh_url"]
    assert visited(late.url.replace(connected, "acct_other")).status == 404


def test_an_account_of_another_platform_gets_no_link(
    standin: StripeStandIn, client: stripe.StripeClient, connected: str
) -> None:
    standin.add_account("sk_test_theirs")
    with pytest.raises(stripe.PermissionError):
        client_of(standin, "sk_test_theirs").v1.account_links.create({"account": connected, **LINK})
    with pytest.raises(stripe.InvalidRequestError, match="account_update"):
        client.v1.account_links.create({**LINK, "account": connected, "type": "account_update"})


def test_what_lies_with_one_account_is_not_found_with_another(
    standin: StripeStandIn, client: stripe.StripeClient, connected: str
) -> None:
    other = client.v1.accounts.create({"type": "standard"}).id
    for each in (connected, other):
        standin.introduce(each)
    session = page(standin, connected)
    paid = standin.pay_checkout(session.id)["payment_intent"]
    theirs = client_of(standin, KEY, stripe_account=other)
    for stranger in (theirs, client):
        with pytest.raises(stripe.InvalidRequestError, match="No such checkout session"):
            stranger.v1.checkout.sessions.retrieve(session.id)
        with pytest.raises(stripe.InvalidRequestError, match="No such payment_intent"):
            stranger.v1.refunds.create({"payment_intent": paid})
        assert stranger.v1.balance_transactions.list().data == []
    ours = client_of(standin, KEY, stripe_account=connected)
    assert len(ours.v1.balance_transactions.list().data) == 1
    assert ours.v1.accounts.retrieve_current().id == connected


def test_an_account_that_leaves_is_told_of_and_closed_to_the_platform(
    standin: StripeStandIn, client: stripe.StripeClient, connected: str
) -> None:
    with WebhookListener() as listener:
        standin.register_webhook(KEY, listener.url, connect=True)
        standin.restrict(connected, "external_account")
        standin.deauthorize(connected)
        standin.wait_idle()
    told = [json.loads(letter.payload) for letter in listener.received]
    assert [it["type"] for it in told] == ["account.updated", "account.application.deauthorized"]
    assert {it["account"] for it in told} == {connected}
    assert told[0]["data"]["object"]["requirements"]["currently_due"] == ["external_account"]
    assert told[1]["data"]["object"]["object"] == "application"
    with pytest.raises(stripe.PermissionError) as no:
        client.v1.customers.list({}, {"stripe_account": connected})
    assert detail_of(no.value)["code"] == "account_invalid"
