"""Charges: one attempt to take money, with what the bank said and what Stripe keeps of it."""

from collections.abc import Mapping
from typing import Any

from stripe.params import ChargeListParams, ChargeRetrieveParams, ChargeUpdateParams

from tests.standins.stripe.cards import MESSAGES, Card
from tests.standins.stripe.endpoints import endpoint, listing, retrieving
from tests.standins.stripe.merchant import Merchant, metadata
from tests.standins.stripe.resources.balance import enter, fee_of
from tests.standins.stripe.resources.payment_methods import card_of
from tests.standins.stripe.store import Resource

listing("/v1/charges", "charge", ChargeListParams)
retrieving("/v1/charges", "charge", ChargeRetrieveParams)


@endpoint("POST", "/v1/charges/<id>", ChargeUpdateParams)
def update(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    charge = merchant.get("charge", id)
    charge["metadata"] = metadata(charge["metadata"], params.get("metadata"))
    for name in ("description", "receipt_email", "transfer_group"):
        charge[name] = params.get(name, charge[name])
    merchant.save(charge)
    merchant.emit("charge.updated", charge)
    return charge


def succeed(merchant: Merchant, charge: Resource) -> None:
    """The money is in. As with Stripe, the fee is known only with the `charge.updated` after it."""
    charge.update(
        status="succeeded",
        paid=True,
        captured=True,
        amount_captured=charge["amount"],
        receipt_url=f"{merchant.url}/receipts/{charge['id']}",
    )
    merchant.save(charge)
    merchant.emit("charge.succeeded", charge)


def settle(merchant: Merchant, charge: Resource) -> None:
    """Enter a succeeded charge and its fee on the balance."""
    fee = fee_of(charge["amount"], charge["payment_method_details"]["type"])
    entry = enter(merchant, "charge", charge, charge["amount"], fee=fee)
    charge["balance_transaction"] = entry["id"]
    merchant.save(charge)
    merchant.emit("charge.updated", charge, {"balance_transaction": None})


def fail(merchant: Merchant, charge: Resource, code: str, message: str) -> None:
    """The bank said no."""
    charge.update(status="failed", paid=False, failure_code=code, failure_message=message)
    charge["outcome"].update(
        network_status="declined_by_network",
        reason=code,
        seller_message="The bank did not return any further details with this decline.",
        type="issuer_declined",
    )
    merchant.save(charge)
    merchant.emit("charge.failed", charge)


def give_back(merchant: Merchant, charge: Resource) -> None:
    """The payer's bank returns a debit that it had paid; the money leaves the balance again."""
    entry = enter(
        merchant,
        "payment_failure_refund",
        charge,
        -charge["amount"],
        category="charge_failure",
        at_once=True,
    )
    charge["failure_balance_transaction"] = entry["id"]
    fail(merchant, charge, "refer_to_customer", "The customer's bank returned the direct debit.")


def open_charge(merchant: Merchant, intent: Resource, method: Resource) -> Resource:
    """A new attempt to take an intent's amount with a payment method, not yet decided."""
    kind = method["type"]
    charge: Resource = {
        "id": merchant.new_id("ch_3" if kind == "card" else "py_3"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": intent["application_fee_amount"],
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "STAND-IN" if kind == "card" else None,
        "captured": False,
        "created": merchant.now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": merchant.livemode,
        "metadata": intent["metadata"],
        "on_behalf_of": intent["on_behalf_of"],
        "outcome": {
            "advice_code": None,
            "network_advice_code": None,
            "network_decline_code": None,
            "network_status": "approved_by_network",
            "reason": None,
            "seller_message": "Payment complete.",
            "type": "authorized",
        },
        "paid": False,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": _details(method, intent),
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "refunds": None,
        "review": None,
        "shipping": intent["shipping"],
        "source": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "pending",
        "transfer_data": intent["transfer_data"],
        "transfer_group": intent["transfer_group"],
    }
    charge["refunds"] = {
        "object": "list",
        "data": [],
        "has_more": False,
        "url": f"/v1/charges/{charge['id']}/refunds",
    }
    return merchant.add(charge)


def reason_of(card: Card) -> tuple[str, str]:
    """The failure code and message of a card that is declined."""
    code = card.error or "card_declined"
    return code, MESSAGES[card.decline if card.decline in MESSAGES else code]


def _details(method: Resource, intent: Resource) -> Resource:
    kind = method["type"]
    if kind != "card":
        detail = {k: v for k, v in method[kind].items() if k != "generated_from"}
        return {"type": kind, kind: {**detail, "mandate": intent.get("_mandate")}}
    card = method["card"]
    kept = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding")
    asked = card_of(method)
    return {
        "type": "card",
        "card": {
            **{name: card[name] for name in kept},
            "amount_authorized": intent["amount"],
            "authorization_code": None,
            "extended_authorization": {"status": "disabled"},
            "incremental_authorization": {"status": "unavailable"},
            "installments": None,
            "last4": card["last4"],
            "mandate": None,
            "multicapture": {"status": "unavailable"},
            "network": card["brand"],
            "network_token": {"used": False},
            "network_transaction_id": None,
            "overcapture": {"maximum_amount_capturable": intent["amount"], "status": "unavailable"},
            "regulated_status": card["regulated_status"],
            "three_d_secure": (
                {
                    "authentication_flow": "challenge",
                    "electronic_commerce_indicator": "05",
                    "exemption_indicator": None,
                    "result": "authenticated",
                    "result_reason": None,
                    "transaction_id": None,
                    "version": "2.2.0",
                }
                if asked and asked.challenge != "never" and intent.get("_authenticated")
                else None
            ),
            "transaction_link_id": None,
            "wallet": None,
        },
    }
