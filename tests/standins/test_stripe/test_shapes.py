"""The objects have the fields of the examples that Stripe publishes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import stripe

from tests.standins.stripe import StripeStandIn
from tests.standins.test_stripe.conftest import KEY, OpenPage

PUBLISHED = Path(__file__).parents[4] / "shared/data/stripe/fixtures-subset.json"

OURS_ONLY = {
    "event": {"account"},
    "refund": {"failure_reason", "failure_balance_transaction"},
}
"""Fields that Stripe shows in some cases only, and the published example does not."""

EITHER = {"mandate": {"multi_use", "single_use"}, "payment_method": {"card", "sepa_debit"}}
"""Fields of which an object has one."""


@pytest.fixture(scope="module")
def published() -> Mapping[str, Any]:
    if not PUBLISHED.exists():
        pytest.skip(f"Stripe's published examples are not at {PUBLISHED}.")
    found: Mapping[str, Any] = json.loads(PUBLISHED.read_text())["resources"]
    return found


@pytest.fixture
def served(
    standin: StripeStandIn, client: stripe.StripeClient, open_page: OpenPage
) -> dict[str, Mapping[str, Any]]:
    """One object of each kind, by its kind, as the API shows it."""
    customer = client.v1.customers.create({"name": "P. Jansen"}).id
    paid = standin.pay_checkout(open_page(customer=customer).id)["payment_intent"]
    debit = {"type": "sepa_debit", "sepa_debit": {"iban": "NL39RABO0300065264"}}
    page = open_page(allowed_payment_method_types=["sepa_debit"])
    owing = standin.pay_checkout(page.id, method=debit)["payment_intent"]
    client.v1.setup_intents.create({"customer": customer})
    client.v1.webhook_endpoints.create(
        {"url": "https://shop.example/hooks", "enabled_events": ["charge.failed"]}
    )
    standin.refund(paid, 100)
    standin.settle(owing)
    standin.payout(KEY)
    standin.dispute(owing)
    kinds = [row["kind"] for row in standin.store.execute("select distinct kind from objects")]
    shown = {kind: standin.read(standin.store.newest(kind)[0]["id"]) for kind in kinds}
    balance: Any = client.v1.balance.retrieve()
    return {**shown, "balance": balance.to_dict()}


def test_each_object_has_the_published_fields(
    served: Mapping[str, Mapping[str, Any]], published: Mapping[str, Any]
) -> None:
    compared = served.keys() & published.keys()
    assert compared == published.keys(), "each published kind is served"
    for kind in compared:
        either = EITHER.get(kind, set())
        extra = served[kind].keys() - published[kind].keys() - OURS_ONLY.get(kind, set()) - either
        lacking = published[kind].keys() - served[kind].keys() - either
        assert (kind, extra, lacking) == (kind, set(), set())


def test_the_details_have_the_published_fields_too(
    standin: StripeStandIn, open_page: OpenPage, published: Mapping[str, Any]
) -> None:
    intent = standin.read(standin.pay_checkout(open_page().id)["payment_intent"])
    charge = standin.read(intent["latest_charge"])
    method = standin.read(intent["payment_method"])
    for ours, theirs in (
        (charge["outcome"], published["charge"]["outcome"]),
        (charge["billing_details"], published["charge"]["billing_details"]),
        (
            charge["payment_method_details"]["card"],
            published["charge"]["payment_method_details"]["card"],
        ),
        (method["card"], published["payment_method"]["card"]),
    ):
        assert ours.keys() == theirs.keys()


def test_the_fields_are_those_that_the_sdk_knows(
    served: Mapping[str, Mapping[str, Any]],
) -> None:
    classes = {
        cls.OBJECT_NAME: cls
        for cls in (
            stripe.Account,
            stripe.Balance,
            stripe.BalanceTransaction,
            stripe.Charge,
            stripe.Customer,
            stripe.Dispute,
            stripe.Event,
            stripe.Mandate,
            stripe.PaymentIntent,
            stripe.PaymentMethod,
            stripe.Payout,
            stripe.Refund,
            stripe.SetupIntent,
            stripe.WebhookEndpoint,
            stripe.checkout.Session,
        )
    }
    assert classes.keys() == served.keys()
    for kind, cls in classes.items():
        assert served[kind].keys() <= cls.__annotations__.keys() | {"source"}, kind
