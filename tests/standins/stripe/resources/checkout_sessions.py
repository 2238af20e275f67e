"""Checkout sessions: one visit to the hosted payment page."""

from collections.abc import Mapping
from typing import Any

from stripe.params.checkout import (
    SessionCreateParams,
    SessionExpireParams,
    SessionLineItemListParams,
    SessionListParams,
    SessionRetrieveParams,
    SessionUpdateParams,
)

from tests.standins.stripe.endpoints import endpoint, listing, page, retrieving
from tests.standins.stripe.errors import ApiError, not_played
from tests.standins.stripe.merchant import Merchant, metadata
from tests.standins.stripe.resources import accounts
from tests.standins.stripe.resources.payment_intents import SMALLEST, cancel_intent, method_types
from tests.standins.stripe.store import Resource

SHORTEST, LONGEST = 30 * 60, 24 * 3600
"""A session lives between thirty minutes and a day."""

_RULE = "/v1/checkout/sessions"
_COPIED = [
    "after_expiration",
    "allow_promotion_codes",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "consent_collection",
    "customer_creation",
    "customer_email",
    "locale",
    "payment_method_collection",
    "saved_payment_method_options",
    "shipping_address_collection",
    "submit_type",
    "success_url",
    "origin_context",
    "integration_identifier",
]
_NOT_PLAYED = {
    "automatic_tax": "automatic tax",
    "discounts": "discounts",
    "optional_items": "optional items",
    "shipping_options": "shipping options",
    "subscription_data": "subscriptions",
    "tax_id_collection": "collecting tax ids",
    "custom_fields": "custom fields",
}

listing(_RULE, "checkout.session", SessionListParams)
retrieving(_RULE, "checkout.session", SessionRetrieveParams)


@endpoint("POST", _RULE, SessionCreateParams)
def create(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    mode = params.get("mode", "payment")
    _check(merchant, params, mode)
    identifier = merchant.new_id("cs_live_b1" if merchant.livemode else "cs_test_a1", 56)
    items = [_line_item(merchant, item, i) for i, item in enumerate(params.get("line_items", []))]
    currency = (items[0]["currency"] if items else params.get("currency", "eur")).lower()
    if any(item["currency"] != currency for item in items):
        raise ApiError("All line items must have the same currency.", param="line_items")
    total = sum(item["amount_total"] for item in items)
    if mode == "payment" and total < SMALLEST:
        raise ApiError(
            "The Checkout Session's total amount due must add up to at least €0.50 eur",
            code="amount_too_small",
        )
    session: Resource = {
        "id": identifier,
        "object": "checkout.session",
        "adaptive_pricing": params.get("adaptive_pricing", {"enabled": False}),
        **{name: params.get(name) for name in _COPIED},
        "amount_subtotal": total if items else None,
        "amount_total": total if items else None,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "created": merchant.now,
        "currency": currency,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": params.get("custom_text")
        or dict.fromkeys(
            ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
        ),
        "customer": params.get("customer"),
        "customer_account": None,
        "customer_details": None,
        "discounts": [],
        "expires_at": params.get("expires_at", merchant.now + LONGEST),
        "invoice": None,
        "invoice_creation": None,
        "livemode": merchant.livemode,
        "managed_payments": None,
        "metadata": metadata({}, params.get("metadata")),
        "mode": mode,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_configuration_details": None,
        "payment_method_options": params.get("payment_method_options", {}),
        "payment_method_types": method_types(params, currency),
        "payment_status": "unpaid" if mode == "payment" else "no_payment_required",
        "permissions": None,
        "phone_number_collection": params.get("phone_number_collection", {"enabled": False}),
        "recovered_from": None,
        "setup_intent": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "subscription": None,
        "total_details": (
            {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0} if items else None
        ),
        "ui_mode": "hosted_page",
        "url": f"{merchant.url}/c/pay/{identifier}",
        "wallet_options": params.get("wallet_options"),
        "_line_items": page(f"{_RULE}/{identifier}/line_items", items[::-1], {"limit": 100}),
        "_intent_data": params.get(
            "payment_intent_data" if mode == "payment" else "setup_intent_data", {}
        ),
    }
    return merchant.add(session)


@endpoint("POST", f"{_RULE}/<id>", SessionUpdateParams)
def update(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    session = merchant.get("checkout.session", id)
    session["metadata"] = metadata(session["metadata"], params.get("metadata"))
    return merchant.save(session)


@endpoint("GET", f"{_RULE}/<id>/line_items", SessionLineItemListParams)
def line_items(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    items = merchant.get("checkout.session", id)["_line_items"]["data"]
    return page(f"{_RULE}/{id}/line_items", items, params)


@endpoint("POST", f"{_RULE}/<id>/expire", SessionExpireParams)
def expire(merchant: Merchant, _params: Mapping[str, Any], id: str) -> Resource:
    session = merchant.get("checkout.session", id)
    if session["status"] != "open":
        raise ApiError(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout'
            f" Session has a status of `{session['status']}`."
        )
    return expire_session(merchant, session)


def expire_session(merchant: Merchant, session: Resource) -> Resource:
    """The page cannot be used any more, and what was tried on it is canceled."""
    session.update(status="expired", url=None)
    merchant.save(session)
    if session["payment_intent"]:
        cancel_intent(
            merchant, merchant.get("payment_intent", session["payment_intent"]), "abandoned"
        )
    merchant.emit("checkout.session.expired", session)
    return session


def _check(merchant: Merchant, params: Mapping[str, Any], mode: str) -> None:
    if mode == "subscription":
        raise not_played("subscriptions")
    accounts.must_take_charges(merchant)
    for name, what in _NOT_PLAYED.items():
        given = params.get(name)
        if given and not (isinstance(given, dict) and given.get("enabled") is False):
            raise not_played(what)
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise not_played("pages other than the hosted one")
    if mode == "payment" and not params.get("line_items"):
        raise ApiError("You must specify `line_items`.", param="line_items")
    if "success_url" not in params:
        raise ApiError(
            "Missing required param: success_url.", code="parameter_missing", param="success_url"
        )
    for name in ("success_url", "cancel_url"):
        if name in params and not params[name].startswith(("http://", "https://")):
            raise ApiError("Not a valid URL", code="url_invalid", param=name)
    if "customer" in params:
        merchant.get("customer", params["customer"], "customer")
        if "customer_email" in params:
            raise ApiError(
                "You may only specify one of these parameters: customer, customer_email."
            )
    if "@" not in params.get("customer_email", "@"):
        raise ApiError(
            f"Invalid email address: {params['customer_email']}",
            code="email_invalid",
            param="customer_email",
        )
    if not SHORTEST <= params.get("expires_at", merchant.now + LONGEST) - merchant.now <= LONGEST:
        raise ApiError(
            "The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from"
            " Checkout Session creation.",
            param="expires_at",
        )


def _line_item(merchant: Merchant, item: Mapping[str, Any], at: int) -> Resource:
    if "price_data" not in item:
        raise not_played("line items without price_data")
    price = item["price_data"]
    if "product_data" not in price or "unit_amount" not in price:
        raise not_played("price_data without product_data and unit_amount")
    if price["unit_amount"] < 0:
        raise ApiError(
            "Invalid non-negative integer",
            code="parameter_invalid_integer",
            param=f"line_items[{at}][price_data][unit_amount]",
        )
    if "quantity" not in item:
        raise ApiError(
            f"Quantity is required. Add `quantity` to `line_items[{at}]`",
            param=f"line_items[{at}][quantity]",
        )
    quantity = item["quantity"]
    total = price["unit_amount"] * quantity
    return {
        "id": merchant.new_id("li_1"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "created": merchant.now,
        "currency": price["currency"].lower(),
        "description": price["product_data"]["name"],
        "metadata": {},
        "price": {
            "id": merchant.new_id("price_1"),
            "object": "price",
            "currency": price["currency"].lower(),
            "unit_amount": price["unit_amount"],
        },
        "quantity": quantity,
    }
