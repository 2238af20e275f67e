"""Payment intents: the wish to take an amount, from its creation to success or cancellation."""

from collections.abc import Mapping
from typing import Any

from stripe.params import (
    PaymentIntentCancelParams,
    PaymentIntentConfirmParams,
    PaymentIntentCreateParams,
    PaymentIntentListParams,
    PaymentIntentRetrieveParams,
    PaymentIntentUpdateParams,
)

from tests.standins.stripe import paying
from tests.standins.stripe.endpoints import endpoint, listing, retrieving
from tests.standins.stripe.errors import ApiError, not_played
from tests.standins.stripe.merchant import Merchant, metadata
from tests.standins.stripe.resources import accounts, payment_methods
from tests.standins.stripe.store import Resource

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
LARGEST = 99_999_999
SMALLEST = 50
"""Stripe takes no less than 0.50 of the currencies used here."""

_COPIED = [
    "application_fee_amount",
    "description",
    "on_behalf_of",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
]

listing("/v1/payment_intents", "payment_intent", PaymentIntentListParams)
retrieving("/v1/payment_intents", "payment_intent", PaymentIntentRetrieveParams)


@endpoint("POST", "/v1/payment_intents", PaymentIntentCreateParams)
def create(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    accounts.must_take_charges(merchant)
    intent = open_intent(merchant, params)
    if not params.get("confirm"):
        if params.get("off_session") is not None:
            raise ApiError(
                "The parameter `off_session` is only allowed with `confirm=true`.",
                param="off_session",
            )
        return intent
    return _confirm(merchant, intent, params)


@endpoint("POST", "/v1/payment_intents/<id>", PaymentIntentUpdateParams)
def update(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    intent = merchant.get("payment_intent", id)
    money = {"amount", "currency", "customer", "payment_method"} & params.keys()
    if money and intent["status"] not in OPEN[:2]:
        raise _unexpected(intent, f"You cannot change {sorted(money)[0]} of")
    if "amount" in params:
        intent["amount"] = _amount(params["amount"])
    for name in (*_COPIED, "currency", "customer"):
        intent[name] = params.get(name, intent[name])
    intent["metadata"] = metadata(intent["metadata"], params.get("metadata"))
    _take_method(merchant, intent, params)
    return merchant.save(intent)


@endpoint("POST", "/v1/payment_intents/<id>/confirm", PaymentIntentConfirmParams)
def confirm(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    intent = merchant.get("payment_intent", id)
    if intent["status"] not in OPEN:
        raise _unexpected(intent, "You cannot confirm")
    return _confirm(merchant, intent, params)


@endpoint("POST", "/v1/payment_intents/<id>/cancel", PaymentIntentCancelParams)
def cancel(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    intent = merchant.get("payment_intent", id)
    if intent["status"] not in OPEN:
        raise _unexpected(intent, "You cannot cancel")
    return cancel_intent(merchant, intent, params.get("cancellation_reason"))


def cancel_intent(merchant: Merchant, intent: Resource, reason: str | None) -> Resource:
    intent.update(
        status="canceled", canceled_at=merchant.now, cancellation_reason=reason, next_action=None
    )
    merchant.save(intent)
    merchant.emit("payment_intent.canceled", intent)
    return intent


def open_intent(merchant: Merchant, params: Mapping[str, Any], **inside: Any) -> Resource:
    """A new intent; keys that begin with `_` in `inside` stay within the stand-in."""
    if params.get("capture_method") == "manual":
        raise not_played("payments that are captured by hand")
    if "confirmation_token" in params:
        raise not_played("confirmation tokens")
    if "customer" in params:
        merchant.get("customer", params["customer"], "customer")
    identifier = merchant.new_id("pi_3")
    automatic = "allowed_payment_method_types" not in params
    intent: Resource = {
        "id": identifier,
        "object": "payment_intent",
        "amount": _amount(params["amount"]),
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        **{name: params.get(name) for name in _COPIED},
        "automatic_payment_methods": (
            {"enabled": True, "allow_redirects": "always"} if automatic else None
        ),
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": merchant.new_id(f"{identifier}_secret_", 25),
        "confirmation_method": params.get("confirmation_method", "automatic"),
        "created": merchant.now,
        "currency": params["currency"].lower(),
        "customer": params.get("customer"),
        "customer_account": None,
        "excluded_payment_method_types": params.get("excluded_payment_method_types"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": merchant.livemode,
        "managed_payments": None,
        "metadata": metadata({}, params.get("metadata")),
        "next_action": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": method_types(params, params["currency"]),
        "processing": None,
        "review": None,
        "source": None,
        "status": "requires_payment_method",
        "_authenticated": False,
        "_return_url": None,
        **inside,
    }
    merchant.add(intent)
    merchant.emit("payment_intent.created", intent)
    _take_method(merchant, intent, params)
    return merchant.save(intent)


def method_types(params: Mapping[str, Any], currency: str) -> list[str]:
    """What the payer may choose from: all that suits the currency, less what the request bars."""
    suitable = payment_methods.TYPES if currency.lower() == "eur" else ("card",)
    allowed = params.get("allowed_payment_method_types", suitable)
    excluded = params.get("excluded_payment_method_types") or ()
    kinds = [kind for kind in allowed if kind in suitable and kind not in excluded]
    if not kinds:
        raise ApiError("No valid payment method types for this Payment Intent.")
    return kinds


def _confirm(merchant: Merchant, intent: Resource, params: Mapping[str, Any]) -> Resource:
    _take_method(merchant, intent, params)
    if not intent["payment_method"]:
        raise ApiError(
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can"
            " either update the PaymentIntent with a payment method and then confirm it again, or"
            " confirm it again directly with a payment method or ConfirmationToken.",
            code="payment_intent_unexpected_state",
        )
    intent["_return_url"] = params.get("return_url", intent["_return_url"])
    intent["setup_future_usage"] = params.get("setup_future_usage", intent["setup_future_usage"])
    off_session = params.get("off_session") not in (None, False)
    return paying.attempt(merchant, intent, off_session=off_session)


def _take_method(merchant: Merchant, intent: Resource, params: Mapping[str, Any]) -> None:
    if "payment_method_data" in params:
        method = payment_methods.create(merchant, params["payment_method_data"])
    elif "payment_method" in params:
        method = payment_methods.find(merchant, params["payment_method"])
    else:
        return
    if method["customer"] and method["customer"] != intent["customer"]:
        raise ApiError(
            f"The provided PaymentMethod ({method['id']}) belongs to the Customer"
            f" {method['customer']}. Please include the Customer in the `customer` parameter on"
            " the PaymentIntent.",
            param="payment_method",
        )
    intent["payment_method"] = method["id"]
    if intent["status"] == "requires_payment_method":
        intent["status"] = "requires_confirmation"


def _amount(amount: int) -> int:
    if amount < 1:
        raise ApiError(
            "This value must be greater than or equal to 1.",
            code="parameter_invalid_integer",
            param="amount",
        )
    if amount < SMALLEST:
        raise ApiError("Amount must be at least €0.50 eur", code="amount_too_small", param="amount")
    if amount > LARGEST:
        raise ApiError(
            "Amount must be no more than €999,999.99", code="amount_too_large", param="amount"
        )
    return amount


def _unexpected(intent: Resource, verb: str) -> ApiError:
    return ApiError(
        f"{verb} this PaymentIntent because it has a status of {intent['status']}.",
        code="payment_intent_unexpected_state",
    )
