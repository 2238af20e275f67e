"""Payment methods: cards by test number or token, iDEAL, Bancontact and SEPA direct debit."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from stdnum import iban
from stripe.params import (
    CustomerListPaymentMethodsParams,
    PaymentMethodAttachParams,
    PaymentMethodCreateParams,
    PaymentMethodDetachParams,
    PaymentMethodListParams,
    PaymentMethodRetrieveParams,
    PaymentMethodUpdateParams,
)

from tests.standins.stripe.cards import CARDS, MESSAGES, TOKENS, Card, passes_luhn
from tests.standins.stripe.endpoints import endpoint, listing, page, retrieving
from tests.standins.stripe.errors import ApiError, card_error, missing, not_played
from tests.standins.stripe.merchant import ADDRESS, Merchant, metadata
from tests.standins.stripe.store import Resource

TYPES = ("card", "ideal", "bancontact", "sepa_debit")

listing("/v1/payment_methods", "payment_method", PaymentMethodListParams)
retrieving("/v1/payment_methods", "payment_method", PaymentMethodRetrieveParams)


@endpoint("POST", "/v1/payment_methods", PaymentMethodCreateParams)
def create(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    kind = params.get("type", "card")
    if kind not in TYPES:
        raise not_played(f"the payment method type {kind}")
    detail: Resource
    if kind == "card":
        card, month, year = read_card(merchant, params.get("card") or {})
        method = _card_method(merchant, card, month, year)
    else:
        detail = {"bank": None, "bic": None} if kind == "ideal" else {}
        inside = {}
        if kind == "sepa_debit":
            account = iban.compact((params.get("sepa_debit") or {}).get("iban", ""))
            if not iban.is_valid(account):
                raise ApiError(
                    "The IBAN you provided is invalid.",
                    code="invalid_bank_account_iban",
                    param="sepa_debit[iban]",
                )
            detail, inside = _debit_detail(account), {"_iban": account}
        method = {**_blank(merchant, kind), kind: detail, **inside}
    method["billing_details"].update(_billing(params.get("billing_details")))
    method["metadata"] = metadata({}, params.get("metadata"))
    return merchant.add(method)


@endpoint("POST", "/v1/payment_methods/<id>", PaymentMethodUpdateParams)
def update(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    method = merchant.get("payment_method", id)
    method["billing_details"].update(_billing(params.get("billing_details")))
    method["metadata"] = metadata(method["metadata"], params.get("metadata"))
    method["allow_redisplay"] = params.get("allow_redisplay", method["allow_redisplay"])
    return merchant.save(method)


@endpoint("POST", "/v1/payment_methods/<id>/attach", PaymentMethodAttachParams)
def attach(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    method = find(merchant, id)
    customer = merchant.get("customer", params["customer"], "customer")
    card = card_of(method)
    if card and card.error and not card.attaches:
        raise declined(card)
    method["customer"] = customer["id"]
    merchant.save(method)
    merchant.emit("payment_method.attached", method)
    return method


@endpoint("POST", "/v1/payment_methods/<id>/detach", PaymentMethodDetachParams)
def detach(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    method = merchant.get("payment_method", id)
    if not method["customer"]:
        raise ApiError(
            "The payment method you provided is not attached to a customer so detachment is"
            " impossible."
        )
    before, method["customer"] = method["customer"], None
    merchant.save(method)
    merchant.emit("payment_method.detached", method, {"customer": before})
    return method


@endpoint("GET", "/v1/customers/<id>/payment_methods", CustomerListPaymentMethodsParams)
def of_customer(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    merchant.get("customer", id)
    theirs = [m for m in merchant.all("payment_method") if m["customer"] == id]
    return page(f"/v1/customers/{id}/payment_methods", theirs, params)


def find(merchant: Merchant, identifier: str) -> Resource:
    """A payment method by its id, or a new one by one of Stripe's test tokens."""
    if identifier in TOKENS:
        card = TOKENS[identifier]
        year = datetime.fromtimestamp(merchant.now, UTC).year + 1
        return merchant.add(_card_method(merchant, card, 8, year))
    method = merchant.find("payment_method", identifier)
    if method is None:
        raise missing("PaymentMethod", identifier, "payment_method")
    return method


def card_of(method: Resource) -> Card | None:
    """The test card behind a payment method; None when it is no card."""
    return CARDS.get(method.get("_number", ""))


def read_card(merchant: Merchant, given: Mapping[str, Any]) -> tuple[Card, int, int]:
    """The test card that was typed in. ApiError as Stripe words it when it cannot be used."""
    number = "".join(str(given.get("number", "")).split())
    if not number.isdigit() or not 12 <= len(number) <= 19:
        raise _card_refused("invalid_number", "number")
    if number not in CARDS and not passes_luhn(number):
        raise _card_refused("incorrect_number", "number")
    month, year = int(given.get("exp_month", 0)), int(given.get("exp_year", 0))
    today = datetime.fromtimestamp(merchant.now, UTC)
    if not 1 <= month <= 12:
        raise _card_refused("invalid_expiry_month", "exp_month")
    if (year, month) < (today.year, today.month) or year > today.year + 50:
        raise _card_refused("invalid_expiry_year", "exp_year")
    cvc = given.get("cvc")
    if cvc is not None and not (str(cvc).isdigit() and len(str(cvc)) in (3, 4)):
        raise _card_refused("invalid_cvc", "cvc")
    if number not in CARDS:
        message = MESSAGES["test_mode_live_card"]
        raise card_error("card_declined", message, decline_code="test_mode_live_card")
    return CARDS[number], month, year


def declined(card: Card, **more: Any) -> ApiError:
    """The answer of the bank behind a card that does not work."""
    code = card.error or "card_declined"
    wording = card.decline if card.decline in MESSAGES else code
    return card_error(code, MESSAGES[wording or code], decline_code=card.decline, **more)


def _card_refused(code: str, param: str) -> ApiError:
    return card_error(code, MESSAGES[code], param=param)


def _billing(given: Any) -> Resource:
    billing: Resource = dict(given or {})
    if "address" in billing:
        billing["address"] = {**ADDRESS, **(billing["address"] or {})}
    return billing


def _blank(merchant: Merchant, kind: str) -> Resource:
    return {
        "id": merchant.new_id("pm_1", 23),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": {
            "address": dict(ADDRESS),
            "email": None,
            "name": None,
            "phone": None,
            "tax_id": None,
        },
        "created": merchant.now,
        "customer": None,
        "customer_account": None,
        "livemode": merchant.livemode,
        "metadata": {},
        "type": kind,
    }


def _card_method(merchant: Merchant, card: Card, month: int, year: int) -> Resource:
    return {
        **_blank(merchant, "card"),
        "_number": card.number,
        "card": {
            "brand": card.brand,
            "checks": {
                "address_line1_check": None,
                "address_postal_code_check": None,
                "cvc_check": "pass",
            },
            "country": card.country,
            "display_brand": card.brand,
            "exp_month": month,
            "exp_year": year,
            "fingerprint": _fingerprint(card.number),
            "funding": card.funding,
            "generated_from": None,
            "last4": card.last4,
            "networks": {"available": [card.brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
    }


def _debit_detail(account: str) -> Resource:
    return {
        "bank_code": account[4:8],
        "branch_code": "",
        "country": account[:2],
        "fingerprint": _fingerprint(account),
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": account[-4:],
    }


def _fingerprint(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()[:16]
