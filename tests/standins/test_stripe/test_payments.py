"""Payment and setup intents, customers and their cards, through the API."""

from typing import Any

import pytest
import stripe
import urllib3

from tests.standins.stripe import StripeStandIn
from tests.standins.test_stripe.conftest import OpenPage, detail_of


@pytest.fixture
def customer(client: stripe.StripeClient) -> str:
    return client.v1.customers.create({"name": "P. Jansen"}).id


def keep(client: stripe.StripeClient, customer: str, number: str) -> str:
    """A card of the customer, kept without a setup."""
    card: Any = {"number": number, "exp_month": 12, "exp_year": 2040, "cvc": "123"}
    method = client.v1.payment_methods.create({"type": "card", "card": card})
    return client.v1.payment_methods.attach(method.id, {"customer": customer}).id


def charge(client: stripe.StripeClient, method: str, **more: Any) -> stripe.PaymentIntent:
    params: Any = {
        "amount": 2500,
        "currency": "eur",
        "confirm": True,
        "payment_method": method,
        **more,
    }
    return client.v1.payment_intents.create(params)


def test_a_kept_card_pays_an_instalment(
    standin: StripeStandIn, client: stripe.StripeClient, customer: str
) -> None:
    card = keep(client, customer, "4242424242424242")
    intent = charge(client, card, customer=customer, off_session=True)
    assert (intent.status, intent.amount_received) == ("succeeded", 2500)
    assert [e["type"] for e in standin.events[-4:]] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "charge.updated",
    ]


@pytest.mark.parametrize(
    ("token", "code", "decline"),
    [
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeCustomerFail", "card_declined", "generic_decline"),
    ],
)
def test_a_decline_is_a_card_error_with_its_payment(
    client: stripe.StripeClient, token: str, code: str, decline: str
) -> None:
    with pytest.raises(stripe.CardError) as no:
        charge(client, token)
    detail = detail_of(no.value)
    assert (no.value.code, detail["decline_code"]) == (code, decline)
    kept = client.v1.payment_intents.retrieve(detail["payment_intent"]["id"])
    assert kept.status == "requires_payment_method"
    assert kept.last_payment_error
    assert kept.last_payment_error.code == code
    assert client.v1.charges.retrieve(detail["charge"]).status == "failed"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("4000000000000002", "card_declined"),
        ("4000000000009995", "card_declined"),
        ("4000000000000069", "expired_card"),
        ("4000000000000127", "incorrect_cvc"),
        ("4000000000000119", "processing_error"),
    ],
)
def test_a_bad_card_cannot_be_attached(
    client: stripe.StripeClient, customer: str, number: str, code: str
) -> None:
    with pytest.raises(stripe.CardError) as no:
        keep(client, customer, number)
    assert no.value.code == code


def test_a_card_may_attach_and_fail_later(client: stripe.StripeClient, customer: str) -> None:
    card = keep(client, customer, "4000000000000341")
    with pytest.raises(stripe.CardError):
        charge(client, card, customer=customer, off_session=True)


def test_a_card_that_needs_its_owner_fails_without_him(
    client: stripe.StripeClient, customer: str
) -> None:
    card = keep(client, customer, "4000002500003155")
    with pytest.raises(stripe.CardError) as no:
        charge(client, card, customer=customer, off_session=True)
    assert no.value.code == "authentication_required"


def test_a_card_that_was_set_up_pays_without_its_owner(
    standin: StripeStandIn, client: stripe.StripeClient, customer: str
) -> None:
    setup = client.v1.setup_intents.create(
        {
            "customer": customer,
            "confirm": True,
            "payment_method": "pm_card_authenticationRequiredOnSetup",
            "return_url": "https://shop.example/kept",
        }
    )
    assert setup.status == "requires_action"
    assert setup.next_action
    pass_challenge(standin, setup.id)
    (card,) = client.v1.customers.payment_methods.list(customer).data
    assert charge(client, card.id, customer=customer, off_session=True).status == "succeeded"


def pass_challenge(standin: StripeStandIn, intent: str) -> None:
    urllib3.request(
        "POST",
        f"{standin.url}/challenge/{intent}",
        fields={"answer": "complete"},
        redirect=False,
        retries=False,
    )


def test_a_payment_waits_for_its_bank(standin: StripeStandIn, client: stripe.StripeClient) -> None:
    back = "https://shop.example/back"
    intent = charge(client, "pm_card_threeDSecure2Required", return_url=back)
    assert intent.status == "requires_action"
    assert intent.next_action
    assert intent.next_action.redirect_to_url
    assert intent.next_action.redirect_to_url.return_url == back
    pass_challenge(standin, intent.id)
    assert client.v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_a_card_of_another_customer_is_refused(client: stripe.StripeClient, customer: str) -> None:
    card = keep(client, customer, "4242424242424242")
    with pytest.raises(stripe.InvalidRequestError, match="belongs to the Customer"):
        charge(client, card)


def test_a_payment_is_confirmed_once(client: stripe.StripeClient) -> None:
    intent = charge(client, "pm_card_visa")
    with pytest.raises(stripe.InvalidRequestError, match="status of succeeded"):
        client.v1.payment_intents.confirm(intent.id)
    with pytest.raises(stripe.InvalidRequestError, match="You cannot cancel"):
        client.v1.payment_intents.cancel(intent.id)
    with pytest.raises(stripe.InvalidRequestError, match="You cannot change amount"):
        client.v1.payment_intents.update(intent.id, {"amount": 1})


def test_a_payment_needs_a_method_before_it_is_confirmed(client: stripe.StripeClient) -> None:
    intent = client.v1.payment_intents.create({"amount": 2500, "currency": "eur"})
    assert intent.status == "requires_payment_method"
    with pytest.raises(stripe.InvalidRequestError, match="missing a payment method"):
        client.v1.payment_intents.confirm(intent.id)
    paid = client.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    assert paid.status == "succeeded"


@pytest.mark.parametrize("amount", [0, 49, 100_000_000])
def test_amounts_have_bounds(client: stripe.StripeClient, amount: int) -> None:
    with pytest.raises(stripe.InvalidRequestError) as no:
        client.v1.payment_intents.create({"amount": amount, "currency": "eur"})
    assert no.value.param == "amount"


def test_an_open_payment_can_be_canceled(client: stripe.StripeClient) -> None:
    intent = client.v1.payment_intents.create({"amount": 2500, "currency": "eur"})
    canceled = client.v1.payment_intents.cancel(intent.id)
    assert (canceled.status, bool(canceled.canceled_at)) == ("canceled", True)


def test_a_method_that_was_not_allowed_is_refused(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="is not allowed"):
        charge(client, "pm_card_visa", allowed_payment_method_types=["ideal"])


def test_a_checkout_can_keep_its_card_for_the_plan(
    standin: StripeStandIn, client: stripe.StripeClient, customer: str, open_page: OpenPage
) -> None:
    page = open_page(customer=customer, payment_intent_data={"setup_future_usage": "off_session"})
    standin.pay_checkout(page.id, "4000002500003155")
    (card,) = client.v1.customers.payment_methods.list(customer).data
    assert charge(client, card.id, customer=customer, off_session=True).status == "succeeded"


def test_a_card_can_be_forgotten(client: stripe.StripeClient, customer: str) -> None:
    card = keep(client, customer, "4242424242424242")
    assert client.v1.payment_methods.detach(card).customer is None
    assert client.v1.customers.payment_methods.list(customer).data == []


def test_a_customer_can_be_changed_and_deleted(client: stripe.StripeClient, customer: str) -> None:
    changed = client.v1.customers.update(customer, {"address": {"city": "Zwolle"}})
    assert changed.address
    assert (changed.name, changed.address.city) == ("P. Jansen", "Zwolle")
    client.v1.customers.delete(customer)
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        client.v1.customers.retrieve(customer)


def test_a_setup_can_be_refused_by_the_bank(client: stripe.StripeClient, customer: str) -> None:
    with pytest.raises(stripe.CardError) as no:
        client.v1.setup_intents.create(
            {
                "customer": customer,
                "confirm": True,
                "payment_method": "pm_card_chargeDeclined",
            }
        )
    setup = detail_of(no.value)["setup_intent"]
    assert client.v1.setup_intents.retrieve(setup["id"]).status == "requires_payment_method"
    assert client.v1.setup_intents.cancel(setup["id"]).status == "canceled"
