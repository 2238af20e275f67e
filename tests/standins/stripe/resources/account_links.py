"""Account links: where the owner of a connected account tells Stripe who it is. Each opens once."""

import json
from collections.abc import Mapping
from typing import Any

from stripe.params import AccountLinkCreateParams

from tests.standins.stripe.endpoints import endpoint
from tests.standins.stripe.errors import ApiError
from tests.standins.stripe.merchant import Merchant
from tests.standins.stripe.resources.accounts import is_connected, no_access
from tests.standins.stripe.store import Resource, Store

LIFE = 300
"""A link opens for five minutes."""


@endpoint("POST", "/v1/account_links", AccountLinkCreateParams)
def create(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    account = params["account"]
    if not is_connected(merchant.store, merchant.account, account):
        raise no_access(account)
    for name in ("refresh_url", "return_url"):
        if name not in params:
            raise ApiError(f"Missing required param: {name}.", code="parameter_missing", param=name)
    if params["type"] != "account_onboarding":
        raise ApiError(
            "You cannot create `account_update` type Account Links for this account.", param="type"
        )
    token = merchant.new_id("", 12)
    link = {
        "account": account,
        "refresh_url": params["refresh_url"],
        "return_url": params["return_url"],
        "expires_at": merchant.now + LIFE,
        "visited": False,
    }
    _keep(merchant.store, token, link)
    return {
        "object": "account_link",
        "created": merchant.now,
        "expires_at": link["expires_at"],
        "url": f"{merchant.url}/setup/s/{account}/{token}",
    }


def find(store: Store, account: str, token: str) -> Resource:
    """What a link stands for. LookupError when it is none."""
    link: Resource = json.loads(store.setting(f"link:{token}", "{}"))
    if link.get("account") != account:
        raise LookupError("There is no such link.")
    return link


def visit(store: Store, token: str, link: Resource, now: int) -> bool:
    """Open a link; False when it was opened before, or its time is over."""
    if link["visited"] or link["expires_at"] <= now:
        return False
    _keep(store, token, {**link, "visited": True})
    return True


def _keep(store: Store, token: str, link: Resource) -> None:
    store.set_setting(f"link:{token}", json.dumps(link))
