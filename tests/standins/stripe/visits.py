"""A debtor's visit to the hosted page: paying, or keeping a payment method for later."""

from collections.abc import Mapping
from typing import Any

from tests.standins.stripe import paying
from tests.standins.stripe.errors import ApiError
from tests.standins.stripe.merchant import ADDRESS, Merchant
from tests.standins.stripe.resources import (
    customers,
    payment_intents,
    payment_methods,
    setup_intents,
)
from tests.standins.stripe.resources.checkout_sessions import expire_session
from tests.standins.stripe.store import Resource


def open_session(merchant: Merchant, identifier: str) -> Resource:
    """The session of a visit, as it is by now: a late visitor finds it expired."""
    session = merchant.get("checkout.session", identifier)
    if session["status"] == "open" and session["expires_at"] <= merchant.now:
        with merchant.store.transaction():
            return expire_session(merchant, session)
    return session


def pay(
    merchant: Merchant,
    session: Resource,
    method: Mapping[str, Any],
    *,
    email: str | None = None,
    name: str | None = None,
) -> Resource:
    """Pay the session, or set up its payment method; the intent. ApiError when it is declined.

    The session is read again, since a second click may have paid it meanwhile.

    `method` is what the API takes as `payment_method_data`.
    """
    session = merchant.get("checkout.session", session["id"])
    if session["status"] != "open":
        raise ApiError("This page cannot be paid on any more.")
    if method["type"] not in session["payment_method_types"]:
        raise ApiError(f"This page does not take {method['type']}.")
    email = email or session["customer_email"]
    billing = {"email": email, "name": name}
    kept = payment_methods.create(merchant, {**method, "billing_details": billing})
    _introduce(merchant, session, email, name)
    intent = _intent_of(merchant, session)
    intent.update(payment_method=kept["id"], status="requires_confirmation", _authenticated=False)
    merchant.save(intent)
    if session["mode"] == "setup":
        return setup_intents.attempt(merchant, intent)
    return paying.attempt(merchant, intent)


def authenticate(merchant: Merchant, identifier: str, *, passed: bool) -> Resource:
    """The answer of the challenge page. ApiError when it failed or the bank declines after all."""
    intent = challenged(merchant, identifier)
    if intent["object"] == "setup_intent":
        return setup_intents.authenticate(merchant, intent, passed=passed)
    return paying.authenticate(merchant, intent, passed=passed)


def challenged(merchant: Merchant, identifier: str) -> Resource:
    """The payment or setup intent that a challenge page is about."""
    kind = "setup_intent" if identifier.startswith("seti") else "payment_intent"
    return merchant.get(kind, identifier)


def _introduce(merchant: Merchant, session: Resource, email: str | None, name: str | None) -> None:
    if not session["customer"] and session["customer_creation"] == "always":
        given = {key: value for key, value in {"email": email, "name": name}.items() if value}
        session["customer"] = customers.create(merchant, given)["id"]
    session["customer_details"] = {
        "address": {**ADDRESS},
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": name,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }
    merchant.save(session)


def _intent_of(merchant: Merchant, session: Resource) -> Resource:
    """The session's intent; as with Stripe it is made at the first attempt, and used again."""
    setup = session["mode"] == "setup"
    kind = "setup_intent" if setup else "payment_intent"
    if session[kind]:
        return merchant.get(kind, session[kind])
    params = {
        **session["_intent_data"],
        "allowed_payment_method_types": session["payment_method_types"],
    }
    if session["customer"]:
        params["customer"] = session["customer"]
    if setup:
        intent = setup_intents.open_setup(merchant, params, _session=session["id"])
    else:
        params.update(amount=session["amount_total"], currency=session["currency"])
        intent = payment_intents.open_intent(merchant, params, _session=session["id"])
    session[kind] = intent["id"]
    merchant.save(session)
    return intent
