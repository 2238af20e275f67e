"""Accounts: one per secret key, and those connected to a platform."""

from collections.abc import Mapping
from typing import Any

from stripe.params import (
    AccountCreateParams,
    AccountListParams,
    AccountRetrieveCurrentParams,
    AccountRetrieveParams,
)

from tests.standins.stripe.endpoints import endpoint, page
from tests.standins.stripe.errors import ApiError
from tests.standins.stripe.merchant import ADDRESS, Merchant, metadata
from tests.standins.stripe.store import Resource, Store

_NOTHING_DUE: Resource = {
    "alternatives": [],
    "current_deadline": None,
    "currently_due": [],
    "disabled_reason": None,
    "errors": [],
    "eventually_due": [],
    "past_due": [],
    "pending_verification": [],
}

_FIRST_DUE = ("business_profile.url", "external_account", "tos_acceptance.date")
"""What Stripe wants to know of a new account."""


@endpoint("GET", "/v1/account", AccountRetrieveCurrentParams)
def current(merchant: Merchant, _params: Mapping[str, Any]) -> Resource:
    return merchant.get("account", merchant.account)


@endpoint("GET", "/v1/accounts/<id>", AccountRetrieveParams)
def retrieve(merchant: Merchant, _params: Mapping[str, Any], id: str) -> Resource:
    if id != merchant.account and not is_connected(merchant.store, merchant.account, id):
        raise no_access(id)
    found = merchant.store.find(id)
    if found is None:
        raise no_access(id)
    return found


@endpoint("GET", "/v1/accounts", AccountListParams)
def index(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    ours = [
        account
        for account in merchant.store.newest("account")
        if is_connected(merchant.store, merchant.account, account["id"])
    ]
    return page("/v1/accounts", ours, params)


@endpoint("POST", "/v1/accounts", AccountCreateParams)
def create(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    """Connect a new account to this one; it takes charges once its owner told Stripe who it is."""
    profile = params.get("business_profile") or {}
    made = open_account(
        merchant,
        profile.get("name") or params.get("email") or "Connected account",
        country=params.get("country", "NL"),
        email=params.get("email"),
    )
    made["metadata"] = metadata({}, params.get("metadata"))
    made["type"] = params.get("type", "standard")
    made.update(charges_enabled=False, details_submitted=False, payouts_enabled=False)
    made["requirements"] = wanting(*_FIRST_DUE)
    merchant.store.set_setting(f"platform:{made['id']}", merchant.account)
    return merchant.save(made)


def wanting(*what: str) -> Resource:
    """What an account must still tell; without it nothing may be charged."""
    if not what:
        return dict(_NOTHING_DUE)
    missing = sorted(what)
    due: Resource = dict.fromkeys(("currently_due", "eventually_due", "past_due"), missing)
    return {**_NOTHING_DUE, **due, "disabled_reason": "requirements.past_due"}


def tell(merchant: Merchant, *, wanted: tuple[str, ...] = ()) -> Resource:
    """Its owner told Stripe what it asked, or Stripe asks for more: the account says which."""
    account = merchant.get("account", merchant.account)
    able = not wanted
    account.update(charges_enabled=able, payouts_enabled=able, requirements=wanting(*wanted))
    account["details_submitted"] = able or account["details_submitted"]
    merchant.save(account)
    merchant.emit("account.updated", account)
    return account


def must_take_charges(merchant: Merchant) -> None:
    """ApiError while an account may not be charged on."""
    account = merchant.find("account", merchant.account)
    if account and not account["charges_enabled"]:
        raise ApiError("Your account cannot currently make charges.")


def leave(merchant: Merchant) -> None:
    """Its owner lets the platform go; the platform hears of it, and can do nothing for it any more."""
    merchant.emit(
        "account.application.deauthorized",
        {"id": merchant.new_id("ca_"), "object": "application", "name": "The platform"},
    )
    merchant.store.set_setting(f"platform:{merchant.account}", "")


def join(merchant: Merchant, platform: str) -> None:
    """Its owner lets a platform in; an account that let it go before keeps all that it had."""
    merchant.store.set_setting(f"platform:{merchant.account}", platform)


def is_connected(store: Store, platform: str, account: str) -> bool:
    """Whether an account is connected to a platform."""
    return store.setting(f"platform:{account}") == platform


def no_access(account: str) -> ApiError:
    return ApiError(
        f"The provided key does not have access to account '{account}' (or that account does not"
        " exist). Application access may have been revoked.",
        status=403,
        code="account_invalid",
    )


def open_account(
    merchant: Merchant, name: str, *, country: str = "NL", email: str | None = None
) -> Resource:
    """A new account that may take cards and is paid out every day."""
    identifier = merchant.new_id("acct_1", 16)
    return merchant.store.insert(
        identifier,
        {
            "id": identifier,
            "object": "account",
            "business_profile": {
                "annual_revenue": None,
                "estimated_worker_count": None,
                "mcc": "7322",
                "minority_owned_business_designation": None,
                "name": name,
                "product_description": None,
                "support_address": dict(ADDRESS),
                "support_email": None,
                "support_phone": None,
                "support_url": None,
                "url": None,
            },
            "business_type": "company",
            "capabilities": {
                "bancontact_payments": "active",
                "card_payments": "active",
                "ideal_payments": "active",
                "sepa_debit_payments": "active",
                "transfers": "active",
            },
            "charges_enabled": True,
            "controller": {"type": "account"},
            "country": country,
            "created": merchant.now,
            "default_currency": "eur",
            "details_submitted": True,
            "email": email,
            "external_accounts": {
                "object": "list",
                "data": [],
                "has_more": False,
                "url": f"/v1/accounts/{identifier}/external_accounts",
            },
            "future_requirements": dict(_NOTHING_DUE),
            "metadata": {},
            "payouts_enabled": True,
            "requirements": dict(_NOTHING_DUE),
            "settings": _settings(name),
            "tos_acceptance": {"date": None, "ip": None, "user_agent": None},
            "type": "standard",
        },
    )


def _settings(name: str) -> Resource:
    return {
        "bacs_debit_payments": {"display_name": None, "service_user_number": None},
        "branding": dict.fromkeys(("icon", "logo", "primary_color", "secondary_color")),
        "card_issuing": {"tos_acceptance": {"date": None, "ip": None}},
        "card_payments": {
            "decline_on": {"avs_failure": False, "cvc_failure": True},
            "statement_descriptor_prefix": None,
            "statement_descriptor_prefix_kana": None,
            "statement_descriptor_prefix_kanji": None,
        },
        "dashboard": {"display_name": name, "timezone": "Europe/Amsterdam"},
        "invoices": {"default_account_tax_ids": None, "hosted_payment_method_save": None},
        "payments": {
            "statement_descriptor": name[:22].upper(),
            "statement_descriptor_kana": None,
            "statement_descriptor_kanji": None,
            "statement_descriptor_prefix_kana": None,
            "statement_descriptor_prefix_kanji": None,
        },
        "payouts": {
            "debit_negative_balances": True,
            "schedule": {"delay_days": 2, "interval": "daily"},
            "statement_descriptor": None,
        },
        "sepa_debit_payments": {},
    }
