"""Payouts: Stripe sends the balance to the merchant's bank account."""

from collections.abc import Mapping
from typing import Any

from stripe.params import (
    PayoutCreateParams,
    PayoutListParams,
    PayoutRetrieveParams,
    PayoutUpdateParams,
)

from tests.standins.stripe.endpoints import endpoint, listing, retrieving
from tests.standins.stripe.errors import ApiError
from tests.standins.stripe.merchant import Merchant, metadata
from tests.standins.stripe.resources.balance import enter
from tests.standins.stripe.store import Resource

listing("/v1/payouts", "payout", PayoutListParams)
retrieving("/v1/payouts", "payout", PayoutRetrieveParams)


@endpoint("POST", "/v1/payouts", PayoutCreateParams)
def create(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    """A payout by hand, of an amount that is available."""
    currency = params["currency"].lower()
    available = sum(
        entry["net"]
        for entry in merchant.all("balance_transaction")
        if entry["currency"] == currency and entry["available_on"] <= merchant.now
    )
    if not 0 < params["amount"] <= available:
        raise ApiError(
            "You have insufficient funds in your Stripe account for this transfer.",
            code="balance_insufficient",
            param="amount",
        )
    payout = _open(merchant, currency, params["amount"], automatic=False)
    payout["metadata"] = metadata({}, params.get("metadata"))
    for name in ("description", "statement_descriptor"):
        payout[name] = params.get(name, payout[name])
    merchant.save(payout)
    merchant.emit("payout.created", payout)
    return payout


@endpoint("POST", "/v1/payouts/<id>", PayoutUpdateParams)
def update(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    payout = merchant.get("payout", id)
    payout["metadata"] = metadata(payout["metadata"], params.get("metadata"))
    merchant.save(payout)
    merchant.emit("payout.updated", payout)
    return payout


def pay_out(merchant: Merchant, currency: str = "eur") -> Resource:
    """The automatic payout of all that no payout has carried yet. ApiError when that is nothing."""
    carried = [
        entry
        for entry in merchant.all("balance_transaction")
        if entry["currency"] == currency and not entry["_payout"] and entry["type"] != "payout"
    ]
    amount = sum(entry["net"] for entry in carried)
    if amount <= 0:
        raise ApiError("There is nothing to pay out.", code="balance_insufficient")
    payout = _open(merchant, currency, amount, automatic=True)
    for entry in carried:
        entry.update(_payout=payout["id"], status="available", available_on=merchant.now)
        merchant.save(entry)
    merchant.emit("payout.created", payout)
    payout["status"] = "paid"
    merchant.save(payout)
    merchant.emit("payout.paid", payout)
    payout["reconciliation_status"] = "completed"
    merchant.save(payout)
    merchant.emit("payout.reconciliation_completed", payout)
    return payout


def _open(merchant: Merchant, currency: str, amount: int, *, automatic: bool) -> Resource:
    payout: Resource = {
        "id": merchant.new_id("po_1"),
        "object": "payout",
        "amount": amount,
        "application_fee": None,
        "application_fee_amount": None,
        "arrival_date": merchant.now // 86400 * 86400,
        "automatic": automatic,
        "balance_transaction": None,
        "created": merchant.now,
        "currency": currency,
        "description": "STRIPE PAYOUT" if automatic else None,
        "destination": "ba_1StandInBankAccount",
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "livemode": merchant.livemode,
        "metadata": {},
        "method": "standard",
        "original_payout": None,
        "payout_method": None,
        "reconciliation_status": "in_progress" if automatic else "not_applicable",
        "reversed_by": None,
        "source_type": "card",
        "statement_descriptor": None,
        "status": "in_transit",
        "trace_id": {"status": "pending", "value": None},
        "type": "bank_account",
    }
    merchant.add(payout)
    entry = enter(merchant, "payout", payout, -amount, at_once=True)
    entry["_payout"] = payout["id"] if automatic else None
    merchant.save(entry)
    payout["balance_transaction"] = entry["id"]
    return merchant.save(payout)
