"""Disputes: a cardholder takes the money back, and the merchant answers or gives in."""

from collections.abc import Mapping
from typing import Any

from stripe.params import (
    DisputeCloseParams,
    DisputeListParams,
    DisputeRetrieveParams,
    DisputeUpdateParams,
)

from tests.standins.stripe.endpoints import endpoint, listing, retrieving
from tests.standins.stripe.errors import ApiError
from tests.standins.stripe.merchant import Merchant, metadata
from tests.standins.stripe.resources.balance import DISPUTE_FEE, enter
from tests.standins.stripe.store import Resource

ANSWER_SECONDS = 9 * 24 * 3600
OPEN = ("needs_response", "under_review")

_EVIDENCE = [
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
]

listing("/v1/disputes", "dispute", DisputeListParams)
retrieving("/v1/disputes", "dispute", DisputeRetrieveParams)


@endpoint("POST", "/v1/disputes/<id>", DisputeUpdateParams)
def update(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    """Hand in evidence; Stripe's magic texts decide the dispute at once."""
    dispute = merchant.get("dispute", id)
    evidence = params.get("evidence", {})
    if evidence and dispute["status"] not in OPEN:
        raise ApiError("This dispute is already closed.")
    dispute["metadata"] = metadata(dispute["metadata"], params.get("metadata"))
    dispute["evidence"].update(evidence)
    if evidence:
        dispute["evidence_details"]["has_evidence"] = True
        if params.get("submit", True):
            dispute["evidence_details"]["submission_count"] += 1
            dispute["status"] = "under_review"
    merchant.save(dispute)
    merchant.emit("charge.dispute.updated", dispute)
    verdict = {"winning_evidence": True, "losing_evidence": False}.get(
        evidence.get("uncategorized_text", "")
    )
    return dispute if verdict is None else close_dispute(merchant, dispute, won=verdict)


@endpoint("POST", "/v1/disputes/<id>/close", DisputeCloseParams)
def close(merchant: Merchant, _params: Mapping[str, Any], id: str) -> Resource:
    """Give in: the dispute is lost."""
    return close_dispute(merchant, merchant.get("dispute", id), won=False)


def open_dispute(
    merchant: Merchant, charge: Resource, reason: str = "fraudulent", amount: int | None = None
) -> Resource:
    """The bank takes the money back from the balance, with a fee, and asks for evidence."""
    amount = charge["amount"] - charge["amount_refunded"] if amount is None else amount
    if charge["disputed"] or not 0 < amount <= charge["amount"] or not charge["paid"]:
        raise ApiError("This charge cannot be disputed for that amount.", code="charge_disputed")
    kind = charge["payment_method_details"]["type"]
    detail: Resource = {"type": kind}
    if kind == "card":
        brand = charge["payment_method_details"]["card"]["brand"]
        detail["card"] = {
            "brand": brand,
            "case_type": "chargeback",
            "network": brand,
            "network_reason_code": "10.4",
        }
    dispute: Resource = {
        "id": merchant.new_id("du_1"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": merchant.now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(_EVIDENCE), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": merchant.now + ANSWER_SECONDS,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": merchant.livemode,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": detail,
        "reason": reason,
        "status": "needs_response",
    }
    merchant.add(dispute)
    _move(merchant, dispute, -amount, fee=DISPUTE_FEE)
    charge["disputed"] = True
    merchant.save(charge)
    merchant.emit("charge.dispute.created", dispute)
    merchant.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(merchant: Merchant, dispute: Resource, *, won: bool) -> Resource:
    """The bank decides; a dispute that is won brings the money back, not the fee."""
    if dispute["status"] not in OPEN:
        raise ApiError("This dispute is already closed.")
    dispute["status"] = "won" if won else "lost"
    if won:
        _move(merchant, dispute, dispute["amount"])
    merchant.save(dispute)
    merchant.emit("charge.dispute.closed", dispute)
    if won:
        merchant.emit("charge.dispute.funds_reinstated", dispute)
    return dispute


def _move(merchant: Merchant, dispute: Resource, amount: int, fee: int = 0) -> None:
    category = "dispute" if amount < 0 else "dispute_reversal"
    entry = enter(merchant, "adjustment", dispute, amount, fee=fee, category=category, at_once=True)
    dispute["balance_transactions"].append({k: v for k, v in entry.items() if k[0] != "_"})
    merchant.save(dispute)
