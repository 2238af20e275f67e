"""Refunds, disputes, payouts and the balance, to the cent."""

import pytest
import stripe

from tests.standins.stripe import ApiError, StripeStandIn
from tests.standins.test_stripe.conftest import KEY, OpenPage


def balance_of(client: stripe.StripeClient) -> int:
    balance = client.v1.balance.retrieve()
    available = sum(part.amount for part in balance.available)
    return available + sum(part.amount for part in balance.pending)


def charge_of(client: stripe.StripeClient, intent: str) -> stripe.Charge:
    paths = ["latest_charge.balance_transaction"]
    charge = client.v1.payment_intents.retrieve(intent, {"expand": paths}).latest_charge
    assert isinstance(charge, stripe.Charge)
    return charge


def test_stripe_keeps_one_and_a_half_percent_and_a_quarter(
    client: stripe.StripeClient, paid_intent: str
) -> None:
    entry = charge_of(client, paid_intent).balance_transaction
    assert isinstance(entry, stripe.BalanceTransaction)
    assert (entry.amount, entry.fee, entry.net) == (5000, 100, 4900)
    assert entry.fee_details[0].amount == 100
    assert balance_of(client) == 4900


def test_the_fee_comes_after_the_charge(standin: StripeStandIn, paid_intent: str) -> None:
    (succeeded,) = standin.events_of("charge.succeeded")
    (updated,) = standin.events_of("charge.updated")
    assert succeeded["data"]["object"]["balance_transaction"] is None
    assert updated["data"]["object"]["balance_transaction"].startswith("txn_")
    assert updated["data"]["previous_attributes"] == {"balance_transaction": None}


def test_refunds_add_up_to_the_charge_and_no_further(
    standin: StripeStandIn, client: stripe.StripeClient, paid_intent: str
) -> None:
    client.v1.refunds.create({"payment_intent": paid_intent, "amount": 2000})
    assert charge_of(client, paid_intent).refunded is False
    with pytest.raises(stripe.InvalidRequestError, match=r"€30\.01.*greater than.*€30\.00"):
        client.v1.refunds.create({"payment_intent": paid_intent, "amount": 3001})
    rest = client.v1.refunds.create({"payment_intent": paid_intent})
    assert rest.amount == 3000
    assert charge_of(client, paid_intent).refunded is True
    with pytest.raises(stripe.InvalidRequestError) as no:
        client.v1.refunds.create({"payment_intent": paid_intent, "amount": 1})
    assert no.value.code == "charge_already_refunded"
    assert balance_of(client) == -100
    assert len(standin.events_of("charge.refunded")) == 2
    assert [r.amount for r in client.v1.refunds.list({"payment_intent": paid_intent}).data] == [
        3000,
        2000,
    ]


@pytest.mark.parametrize("amount", [0, -1])
def test_a_refund_is_of_something(
    client: stripe.StripeClient, paid_intent: str, amount: int
) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Invalid positive integer"):
        client.v1.refunds.create({"payment_intent": paid_intent, "amount": amount})


def test_only_a_paid_payment_can_be_refunded(client: stripe.StripeClient) -> None:
    intent = client.v1.payment_intents.create({"amount": 2500, "currency": "eur"})
    with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge"):
        client.v1.refunds.create({"payment_intent": intent.id})


def test_a_refund_from_the_dashboard_is_told(standin: StripeStandIn, paid_intent: str) -> None:
    refund = standin.refund(paid_intent, 1500)
    (event,) = standin.events_of("refund.created")
    assert event["data"]["object"]["id"] == refund["id"]
    (told,) = standin.events_of("charge.refunded")
    assert told["data"]["object"]["amount_refunded"] == 1500


def test_a_refund_can_be_under_way(
    standin: StripeStandIn, client: stripe.StripeClient, open_page: OpenPage
) -> None:
    session = standin.pay_checkout(open_page().id, "4000000000007726")
    refund = client.v1.refunds.create({"payment_intent": session["payment_intent"]})
    assert refund.status == "pending"
    assert standin.finish_refund(refund.id)["status"] == "succeeded"


def test_a_refund_that_fails_brings_the_money_back(
    standin: StripeStandIn, client: stripe.StripeClient, open_page: OpenPage
) -> None:
    session = standin.pay_checkout(open_page().id, "4000000000005126")
    refund = client.v1.refunds.create({"payment_intent": session["payment_intent"]})
    assert client.v1.refunds.retrieve(refund.id).status == "failed"
    assert charge_of(client, session["payment_intent"]).amount_refunded == 0
    assert balance_of(client) == 4900
    assert len(standin.events_of("refund.failed")) == 1


def test_a_dispute_takes_the_money_and_a_fee(
    standin: StripeStandIn, client: stripe.StripeClient, paid_intent: str
) -> None:
    dispute = standin.dispute(paid_intent, "product_not_received")
    assert (dispute["amount"], dispute["status"]) == (5000, "needs_response")
    assert charge_of(client, paid_intent).disputed is True
    assert balance_of(client) == 4900 - 5000 - 2000
    assert [e["type"] for e in standin.events[-2:]] == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
    ]
    with pytest.raises(stripe.InvalidRequestError) as no:
        client.v1.refunds.create({"payment_intent": paid_intent})
    assert no.value.code == "charge_disputed"


def test_a_dispute_that_is_won_brings_the_money_back(
    standin: StripeStandIn, client: stripe.StripeClient, paid_intent: str
) -> None:
    dispute = standin.dispute(paid_intent)
    closed = standin.close_dispute(dispute["id"], won=True)
    assert closed["status"] == "won"
    assert balance_of(client) == 4900 - 2000
    with pytest.raises(ApiError, match="already closed"):
        standin.close_dispute(dispute["id"], won=False)


def test_giving_in_loses_a_dispute(
    standin: StripeStandIn, client: stripe.StripeClient, paid_intent: str
) -> None:
    dispute = standin.dispute(paid_intent, amount=1000)
    assert client.v1.disputes.close(dispute["id"]).status == "lost"
    assert balance_of(client) == 4900 - 1000 - 2000


@pytest.mark.parametrize(
    ("text", "status"),
    [("winning_evidence", "won"), ("losing_evidence", "lost"), ("a letter", "under_review")],
)
def test_evidence_decides_a_dispute(
    standin: StripeStandIn, client: stripe.StripeClient, paid_intent: str, text: str, status: str
) -> None:
    dispute = standin.dispute(paid_intent)
    answered = client.v1.disputes.update(dispute["id"], {"evidence": {"uncategorized_text": text}})
    assert answered.status == status


def test_one_test_card_is_disputed_by_itself(
    standin: StripeStandIn, client: stripe.StripeClient, open_page: OpenPage
) -> None:
    session = standin.pay_checkout(open_page().id, "4000000000000259")
    (dispute,) = client.v1.disputes.list({"payment_intent": session["payment_intent"]}).data
    assert dispute.reason == "fraudulent"
    assert session["payment_status"] == "paid"


def test_a_payout_carries_what_no_payout_carried_before(
    standin: StripeStandIn, client: stripe.StripeClient, open_page: OpenPage, paid_intent: str
) -> None:
    standin.refund(paid_intent, 1000)
    payout = standin.payout(KEY)
    assert (payout["amount"], payout["status"]) == (4900 - 1000, "paid")
    assert payout["reconciliation_status"] == "completed"
    carried = client.v1.balance_transactions.list({"payout": payout["id"]}).data
    assert sorted(entry.type for entry in carried) == ["charge", "payout", "refund"]
    assert sum(entry.net for entry in carried) == 0
    assert balance_of(client) == 0

    with pytest.raises(ApiError, match="nothing to pay out"):
        standin.payout(KEY)
    standin.pay_checkout(open_page(1000).id)
    assert standin.payout(KEY)["amount"] == 1000 - 40


def test_a_payout_by_hand_stays_within_what_is_available(
    client: stripe.StripeClient, paid_intent: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as no:
        client.v1.payouts.create({"amount": 100, "currency": "eur"})
    assert no.value.code == "balance_insufficient"
