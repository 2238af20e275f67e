"""Refunds: money goes back, never more than came in."""

from collections.abc import Mapping
from typing import Any

from stripe.params import (
    RefundCancelParams,
    RefundCreateParams,
    RefundListParams,
    RefundRetrieveParams,
    RefundUpdateParams,
)

from portal.money import Money
from tests.standins.stripe.endpoints import endpoint, listing, retrieving
from tests.standins.stripe.errors import ApiError
from tests.standins.stripe.merchant import Merchant, metadata
from tests.standins.stripe.resources.balance import enter
from tests.standins.stripe.resources.payment_methods import card_of
from tests.standins.stripe.store import Resource, visible

listing("/v1/refunds", "refund", RefundListParams)
retrieving("/v1/refunds", "refund", RefundRetrieveParams)


@endpoint("POST", "/v1/refunds", RefundCreateParams)
def create(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    charge = _charge_of(merchant, params)
    amount = _refundable(charge, params.get("amount"))
    method = merchant.get("payment_method", charge["payment_method"])
    card = card_of(method)
    pends = (card and card.refund == "pends") or method["type"] != "card"
    refund: Resource = {
        "id": merchant.new_id("re_3"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": merchant.now,
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": None,
        "destination_details": {"type": method["type"], method["type"]: {}},
        "metadata": metadata({}, params.get("metadata")),
        "payment_intent": charge["payment_intent"],
        "payment_method": method["id"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "pending" if pends else "succeeded",
        "transfer_reversal": None,
    }
    if method["type"] == "card":
        refund["destination_details"]["card"] = {"type": "refund"}
    merchant.add(refund)
    entry = enter(merchant, "refund", refund, -amount, at_once=True)
    refund["balance_transaction"] = entry["id"]
    merchant.save(refund)
    _count(merchant, charge, refund, amount)
    merchant.emit("refund.created", refund)
    merchant.emit("charge.refunded", charge)
    if card and card.refund == "fails":
        fail_refund(merchant, dict(refund))
    return refund


@endpoint("POST", "/v1/refunds/<id>", RefundUpdateParams)
def update(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    refund = merchant.get("refund", id)
    refund["metadata"] = metadata(refund["metadata"], params.get("metadata"))
    merchant.save(refund)
    merchant.emit("refund.updated", refund)
    return refund


@endpoint("POST", "/v1/refunds/<id>/cancel", RefundCancelParams)
def cancel(merchant: Merchant, _params: Mapping[str, Any], id: str) -> Resource:
    raise ApiError("Only a refund that requires action can be canceled.")


def finish_refund(merchant: Merchant, refund: Resource) -> Resource:
    """A pending refund has reached the debtor's bank."""
    if refund["status"] != "pending":
        raise ApiError("Only a pending refund can still succeed.")
    refund["status"] = "succeeded"
    merchant.save(refund)
    merchant.emit("refund.updated", refund, {"status": "pending"})
    return refund


def fail_refund(merchant: Merchant, refund: Resource) -> Resource:
    """The debtor's bank sends the refund back: the money is on the balance again."""
    before = refund["status"]
    if before == "failed":
        raise ApiError("This refund has failed already.")
    entry = enter(merchant, "refund_failure", refund, refund["amount"], at_once=True)
    refund.update(
        status="failed",
        failure_reason="expired_or_canceled_card",
        failure_balance_transaction=entry["id"],
    )
    merchant.save(refund)
    _count(merchant, merchant.get("charge", refund["charge"]), refund, -refund["amount"])
    merchant.emit("refund.updated", refund, {"status": before})
    merchant.emit("refund.failed", refund)
    return refund


def _charge_of(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    if "charge" in params:
        return merchant.get("charge", params["charge"], "charge")
    if "payment_intent" not in params:
        raise ApiError(
            "One of the following params should be provided for this request: payment_intent or"
            " charge.",
            code="parameter_missing",
        )
    intent = merchant.get("payment_intent", params["payment_intent"], "payment_intent")
    if not intent["latest_charge"] or intent["status"] != "succeeded":
        raise ApiError(
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state",
        )
    return merchant.get("charge", intent["latest_charge"])


def _refundable(charge: Resource, amount: int | None) -> int:
    left = charge["amount_captured"] - charge["amount_refunded"]
    if charge["disputed"]:
        raise ApiError(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    if left <= 0:
        raise ApiError(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    amount = left if amount is None else amount
    if amount < 1:
        raise ApiError("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        asked, rest = (
            Money(minor, charge["currency"].upper()).format("en") for minor in (amount, left)
        )
        raise ApiError(
            f"Refund amount ({asked}) is greater than unrefunded amount on charge ({rest})",
            param="amount",
        )
    return amount


def _count(merchant: Merchant, charge: Resource, refund: Resource, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    others = [r for r in charge["refunds"]["data"] if r["id"] != refund["id"]]
    charge["refunds"]["data"] = [visible(refund), *others]
    merchant.save(charge)
