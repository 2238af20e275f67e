"""Keys, accounts, idempotency and outages."""

from typing import Any

import pytest
import stripe

from tests.standins.stripe import StripeStandIn
from tests.standins.test_stripe.conftest import KEY, OpenPage, client_of, detail_of


def test_an_unknown_key_is_401(standin: StripeStandIn) -> None:
    with pytest.raises(
        stripe.AuthenticationError, match=r"Invalid API Key provided: sk_test_\*+"
    ) as no:
        client_of(standin, "sk_test_somebody_else").v1.balance.retrieve()
    assert no.value.http_status == 401
    assert "somebody" not in str(no.value)


def test_accounts_are_kept_apart(standin: StripeStandIn, client: stripe.StripeClient) -> None:
    other = standin.add_account("sk_test_theirs", "Other B.V.")
    theirs = client_of(standin, "sk_test_theirs")
    ours = client.v1.customers.create({})
    assert theirs.v1.customers.list().data == []
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        theirs.v1.customers.retrieve(ours.id)
    assert theirs.v1.accounts.retrieve_current().id == other.id


def test_a_key_keeps_its_account(standin: StripeStandIn) -> None:
    assert standin.add_account(KEY, "Another name").name == "Noordzee Incasso B.V."


def test_a_connected_account_has_its_own_objects(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    connected = client.v1.accounts.create({"email": "c@example.com"})
    within: Any = {"stripe_account": connected.id}
    theirs = client.v1.customers.create({}, within)
    assert client.v1.customers.list().data == []
    assert [c.id for c in client.v1.customers.list({}, within).data] == [theirs.id]
    assert [a.id for a in client.v1.accounts.list().data] == [connected.id]


def test_only_connected_accounts_can_be_acted_for(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    stranger = standin.add_account("sk_test_theirs")
    with pytest.raises(stripe.PermissionError) as no:
        client.v1.customers.list({}, {"stripe_account": stranger.id})
    assert detail_of(no.value)["code"] == "account_invalid"


def test_the_same_key_gives_the_same_answer(client: stripe.StripeClient) -> None:
    again: Any = {"idempotency_key": "k1"}
    first = client.v1.customers.create({"name": "A"}, again)
    second = client.v1.customers.create({"name": "A"}, again)
    assert first.id == second.id
    assert second.last_response
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(client.v1.customers.list().data) == 1


def test_the_same_key_with_other_parameters_is_refused(client: stripe.StripeClient) -> None:
    client.v1.customers.create({"name": "A"}, {"idempotency_key": "k1"})
    with pytest.raises(stripe.IdempotencyError, match="same parameters"):
        client.v1.customers.create({"name": "B"}, {"idempotency_key": "k1"})


def test_the_same_key_at_another_address_is_refused(client: stripe.StripeClient) -> None:
    client.v1.customers.create({}, {"idempotency_key": "k1"})
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        client.v1.payment_methods.create({"type": "ideal", "ideal": {}}, {"idempotency_key": "k1"})


def test_keys_of_two_accounts_do_not_meet(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    standin.add_account("sk_test_theirs")
    theirs = client_of(standin, "sk_test_theirs")
    first = client.v1.customers.create({"name": "A"}, {"idempotency_key": "k1"})
    assert theirs.v1.customers.create({"name": "B"}, {"idempotency_key": "k1"}).id != first.id


def test_a_refusal_is_repeated_too(standin: StripeStandIn, client: stripe.StripeClient) -> None:
    again: Any = {"idempotency_key": "k1"}
    pay: Any = {
        "amount": 5000,
        "currency": "eur",
        "confirm": True,
        "payment_method": "pm_card_chargeDeclined",
    }
    answers = []
    for _ in range(2):
        with pytest.raises(stripe.CardError) as no:
            client.v1.payment_intents.create(pay, again)
        answers.append(detail_of(no.value)["payment_intent"]["id"])
    assert answers[0] == answers[1]
    assert len(standin.events_of("payment_intent.payment_failed")) == 1


def test_a_request_with_wrong_parameters_does_not_use_up_its_key(
    client: stripe.StripeClient,
) -> None:
    wrong: Any = {"colour": "red"}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.customers.create(wrong, {"idempotency_key": "k1"})
    assert client.v1.customers.create({}, {"idempotency_key": "k1"}).id


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("unavailable", stripe.APIError),
        ("refused", stripe.APIConnectionError),
        ("busy", stripe.RateLimitError),
    ],
)
def test_an_outage_lasts_as_long_as_its_block(
    standin: StripeStandIn, client: stripe.StripeClient, kind: Any, error: type[Exception]
) -> None:
    with standin.outage(kind):
        for _ in range(2):
            with pytest.raises(error):
                client.v1.customers.create({})
    assert client.v1.customers.list().data == []


def test_a_lost_answer_was_carried_out(standin: StripeStandIn, client: stripe.StripeClient) -> None:
    again: Any = {"idempotency_key": "k1"}
    with standin.outage("lost"), pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create({"name": "A"}, again)
    (kept,) = client.v1.customers.list().data
    assert client.v1.customers.create({"name": "A"}, again).id == kept.id


def test_a_request_that_fails_leaves_nothing_behind(
    client: stripe.StripeClient, open_page: OpenPage
) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.customers.create({"payment_method": "pm_unknown"})
    assert client.v1.customers.list().data == []
