"""One Stripe account as its owner sees it: objects, the clock, and what becomes an event."""

import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stripe import api_version

from tests.standins.stripe.errors import missing
from tests.standins.stripe.store import Resource, Store, visible

_LETTERS = string.ascii_letters + string.digits

ADDRESS = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))


@dataclass
class Merchant:
    """An account during one request; whatever it adds or changes lies in the store at once."""

    store: Store
    account: str
    now: int
    url: str
    announce: Callable[["Merchant", Resource], int]
    livemode: bool = False
    request: Mapping[str, str | None] = field(
        default_factory=lambda: {"id": None, "idempotency_key": None}
    )

    def new_id(self, prefix: str, length: int = 24) -> str:
        """An identifier as Stripe makes them: `new_id("ch_3")` begins with `ch_3`."""
        return prefix + "".join(secrets.choice(_LETTERS) for _ in range(length))

    def add(self, resource: Resource) -> Resource:
        return self.store.insert(self.account, resource)

    def save(self, resource: Resource) -> Resource:
        return self.store.update(resource)

    def find(self, kind: str, identifier: str) -> Resource | None:
        """The account's object of that kind and id, if there is one."""
        found = self.store.find(identifier, self.account)
        return found if found and found["object"] == kind else None

    def get(self, kind: str, identifier: str, param: str = "id") -> Resource:
        """The account's object of that kind and id. ApiError when there is none."""
        found = self.find(kind, identifier)
        if found is None:
            raise missing(kind, identifier, param)
        return found

    def all(self, kind: str) -> list[Resource]:
        """All objects of a kind, newest first."""
        return self.store.newest(kind, self.account)

    def emit(self, kind: str, resource: Resource, before: Mapping[str, Any] | None = None) -> None:
        """Record an event with the object as it is now, and queue it for the webhook endpoints."""
        data: dict[str, Any] = {"object": visible(resource)}
        if before is not None:
            data["previous_attributes"] = dict(before)
        event: Resource = {
            "id": self.new_id("evt_1"),
            "object": "event",
            "api_version": api_version,
            "created": self.now,
            "data": data,
            "livemode": self.livemode,
            "pending_webhooks": 0,
            "request": dict(self.request),
            "type": kind,
        }
        if self.store.setting(f"platform:{self.account}"):
            event["account"] = self.account
        self.add(event)
        event["pending_webhooks"] = self.announce(self, event)
        self.save(event)


def metadata(current: Mapping[str, str], given: Any) -> dict[str, str]:
    """Metadata after an update: an empty value removes its key, an empty whole removes all."""
    if given == "":
        return {}
    merged = {**current, **(given or {})}
    return {key: value for key, value in merged.items() if value != ""}
