"""Setup intents: keep a card or bank account for later payments."""

from collections.abc import Mapping
from typing import Any

from stripe.params import (
    SetupIntentCancelParams,
    SetupIntentConfirmParams,
    SetupIntentCreateParams,
    SetupIntentListParams,
    SetupIntentRetrieveParams,
    SetupIntentUpdateParams,
)

from tests.standins.stripe import paying
from tests.standins.stripe.cards import MESSAGES
from tests.standins.stripe.endpoints import endpoint, listing, retrieving
from tests.standins.stripe.errors import ApiError, card_error
from tests.standins.stripe.merchant import Merchant, metadata
from tests.standins.stripe.resources import payment_methods
from tests.standins.stripe.resources.mandates import open_mandate
from tests.standins.stripe.resources.payment_intents import OPEN, method_types
from tests.standins.stripe.store import Resource, visible

listing("/v1/setup_intents", "setup_intent", SetupIntentListParams)
retrieving("/v1/setup_intents", "setup_intent", SetupIntentRetrieveParams)


@endpoint("POST", "/v1/setup_intents", SetupIntentCreateParams)
def create(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    intent = open_setup(merchant, params)
    return _confirm(merchant, intent, params) if params.get("confirm") else intent


@endpoint("POST", "/v1/setup_intents/<id>", SetupIntentUpdateParams)
def update(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    intent = merchant.get("setup_intent", id)
    intent["metadata"] = metadata(intent["metadata"], params.get("metadata"))
    for name in ("description", "customer"):
        intent[name] = params.get(name, intent[name])
    _take_method(merchant, intent, params)
    return merchant.save(intent)


@endpoint("POST", "/v1/setup_intents/<id>/confirm", SetupIntentConfirmParams)
def confirm(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    intent = merchant.get("setup_intent", id)
    if intent["status"] not in OPEN:
        raise _unexpected(intent, "confirm")
    return _confirm(merchant, intent, params)


@endpoint("POST", "/v1/setup_intents/<id>/cancel", SetupIntentCancelParams)
def cancel(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    intent = merchant.get("setup_intent", id)
    if intent["status"] not in OPEN:
        raise _unexpected(intent, "cancel")
    intent.update(
        status="canceled", next_action=None, cancellation_reason=params.get("cancellation_reason")
    )
    merchant.save(intent)
    merchant.emit("setup_intent.canceled", intent)
    return intent


def open_setup(merchant: Merchant, params: Mapping[str, Any], **inside: Any) -> Resource:
    """A new setup intent; keys that begin with `_` in `inside` stay within the stand-in."""
    if "customer" in params:
        merchant.get("customer", params["customer"], "customer")
    identifier = merchant.new_id("seti_1")
    intent: Resource = {
        "id": identifier,
        "object": "setup_intent",
        "application": None,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "always"},
        "cancellation_reason": None,
        "client_secret": merchant.new_id(f"{identifier}_secret_", 25),
        "created": merchant.now,
        "customer": params.get("customer"),
        "description": params.get("description"),
        "excluded_payment_method_types": params.get("excluded_payment_method_types"),
        "flow_directions": None,
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": merchant.livemode,
        "mandate": None,
        "metadata": metadata({}, params.get("metadata")),
        "next_action": None,
        "on_behalf_of": params.get("on_behalf_of"),
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": method_types(params, "eur"),
        "single_use_mandate": None,
        "status": "requires_payment_method",
        "usage": params.get("usage", "off_session"),
        "_return_url": None,
        **inside,
    }
    merchant.add(intent)
    merchant.emit("setup_intent.created", intent)
    _take_method(merchant, intent, params)
    return merchant.save(intent)


def attempt(merchant: Merchant, intent: Resource, *, authenticated: bool = False) -> Resource:
    """Try to keep the payment method. ApiError when the bank says no."""
    method = merchant.get("payment_method", intent["payment_method"])
    card = payment_methods.card_of(method)
    challenged = (card and card.challenge != "never") or method["type"] in ("ideal", "bancontact")
    if challenged and not authenticated:
        return paying.ask(merchant, intent)
    if card and card.error and not card.attaches:
        raise _failed(merchant, intent, payment_methods.declined(card))
    if method["type"] == "sepa_debit":
        intent["mandate"] = open_mandate(merchant, method, usage="multi_use")["id"]
    intent.update(status="succeeded", next_action=None, last_setup_error=None)
    merchant.save(intent)
    method.update(_set_up=True, customer=intent["customer"])
    merchant.save(method)
    if intent["customer"]:
        merchant.emit("payment_method.attached", method)
    merchant.emit("setup_intent.succeeded", intent)
    if intent.get("_session"):
        session = merchant.get("checkout.session", intent["_session"])
        session.update(status="complete", url=None, payment_status="no_payment_required")
        merchant.save(session)
        merchant.emit("checkout.session.completed", session)
    return intent


def authenticate(merchant: Merchant, intent: Resource, *, passed: bool) -> Resource:
    """The bank has seen its customer, or turned it away. ApiError when it did."""
    if intent["status"] != "requires_action":
        raise ApiError("This setup does not wait for its bank any more.")
    intent["next_action"] = None
    if passed:
        return attempt(merchant, intent, authenticated=True)
    code = "payment_intent_authentication_failure"
    error = card_error("setup_intent_authentication_failure", MESSAGES[code])
    raise _failed(merchant, intent, error)


def _confirm(merchant: Merchant, intent: Resource, params: Mapping[str, Any]) -> Resource:
    _take_method(merchant, intent, params)
    if not intent["payment_method"]:
        raise ApiError(
            "You cannot confirm this SetupIntent because it's missing a payment method.",
            code="setup_intent_unexpected_state",
        )
    intent["_return_url"] = params.get("return_url")
    return attempt(merchant, intent)


def _take_method(merchant: Merchant, intent: Resource, params: Mapping[str, Any]) -> None:
    if "payment_method_data" in params:
        method = payment_methods.create(merchant, params["payment_method_data"])
    elif "payment_method" in params:
        method = payment_methods.find(merchant, params["payment_method"])
    else:
        return
    intent.update(payment_method=method["id"], status="requires_confirmation")


def _failed(merchant: Merchant, intent: Resource, error: ApiError) -> ApiError:
    method = merchant.get("payment_method", intent["payment_method"])
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        last_setup_error={**error.detail, "payment_method": visible(method)},
    )
    merchant.save(intent)
    merchant.emit("setup_intent.setup_failed", intent)
    error.detail["setup_intent"] = visible(intent)
    return error


def _unexpected(intent: Resource, verb: str) -> ApiError:
    return ApiError(
        f"You cannot {verb} this SetupIntent because it has a status of {intent['status']}.",
        code="setup_intent_unexpected_state",
    )
