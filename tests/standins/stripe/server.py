"""The server behind the stand-in: accounts, webhooks, time and trouble."""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.standins.stripe import api, control, current, introductions, pages, paying
from tests.standins.stripe.deliveries import RETRY_DELAYS, Deliveries, Message, message
from tests.standins.stripe.faults import Faults, Outage
from tests.standins.stripe.merchant import Merchant
from tests.standins.stripe.resources import accounts, webhook_endpoints
from tests.standins.stripe.resources.checkout_sessions import expire_session
from tests.standins.stripe.store import Resource, Store, visible

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@dataclass(frozen=True)
class Account:
    """A Stripe account and the secret key that opens it."""

    id: str
    secret_key: str
    name: str


class Server:
    """Serves Stripe's API and pages on loopback, from a store in memory or in a file."""

    def __init__(
        self,
        state_path: Path | str | None = None,
        *,
        port: int = 0,
        settle_delay: int | None = None,
        retry_delays: Sequence[float] = RETRY_DELAYS,
    ) -> None:
        self.store = Store(Path(state_path) if state_path else None)
        self.store.set_setting("settle_delay", "" if settle_delay is None else str(settle_delay))
        self.faults = Faults()
        self.deliveries = Deliveries(self.store, retry_delays)
        self._server = make_server(
            "127.0.0.1", port, self._serve, threaded=True, request_handler=QuietHandler
        )
        self.url = f"http://127.0.0.1:{self._server.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="stripe-api", daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        self.deliveries.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._thread.join(timeout=30)
        self._server.server_close()
        self.deliveries.stop()
        self.store.close()

    def add_account(self, secret_key: str, name: str = "Demo Collections") -> Account:
        """Open an account for a secret key; the account it has when it has one."""
        with self.store.transaction():
            known = self.account_of_key(secret_key)
            if known:
                found = self.store.find(known) or {}
                return Account(known, secret_key, found["business_profile"]["name"])
            made = accounts.open_account(self.merchant(""), name)
            self.store.execute("insert into secret_keys values (?, ?)", secret_key, made["id"])
        return Account(made["id"], secret_key, name)

    def register_webhook(
        self, secret_key: str, url: str, events: Sequence[str] = ("*",), *, connect: bool = False
    ) -> str:
        """Send an account's events to `url`; the signing secret. Asked twice, it is the same."""
        params = {"url": url, "enabled_events": list(events), "connect": connect}
        with self.acting():
            merchant = self.own(secret_key)
            for found in merchant.all("webhook_endpoint"):
                if found["url"] == url and found["_connect"] == connect:
                    webhook_endpoints.update(merchant, params, found["id"])
                    return str(found["_secret"])
            return str(webhook_endpoints.create(merchant, params)["secret"])

    def account_of_key(self, secret_key: str) -> str | None:
        rows = self.store.execute(
            "select account from secret_keys where secret_key = ?", secret_key
        )
        return str(rows[0]["account"]) if rows else None

    def merchant(self, account: str, **more: Any) -> Merchant:
        """An account at this moment."""
        return Merchant(self.store, account, self.now(), self.url, self.deliveries.announce, **more)

    def now(self) -> int:
        """The stand-in's time, in seconds since 1970."""
        return int(time.time()) + int(self.store.setting("clock_offset", "0"))

    def advance(self, by: timedelta) -> None:
        """Move the stand-in's clock and do what falls due."""
        offset = int(self.store.setting("clock_offset", "0")) + int(by.total_seconds())
        self.store.set_setting("clock_offset", str(offset))
        self.tick()

    def tick(self) -> None:
        """Do what time brings: expire sessions, settle direct debits."""
        with self.acting():
            for session in self.store.newest("checkout.session"):
                if session["status"] == "open" and session["expires_at"] <= self.now():
                    expire_session(self.owner(session["id"]), session)
            for intent in self.store.newest("payment_intent"):
                due = intent.get("_settles_at")
                if intent["status"] == "processing" and due and due <= self.now():
                    paying.settle_debit(self.owner(intent["id"]), intent)

    @property
    def events(self) -> list[Resource]:
        """All events of all accounts, oldest first."""
        return [visible(event) for event in reversed(self.store.newest("event"))]

    def events_of(self, kind: str) -> list[Resource]:
        """The events of one type, oldest first."""
        return [event for event in self.events if event["type"] == kind]

    def read(self, identifier: str) -> Resource:
        """Any object as the API shows it. LookupError when there is none."""
        self.store.account_of(identifier)
        return shown(self.store.find(identifier) or {})

    def message(self, event_id: str, secret: str, *, signed_at: int | None = None) -> Message:
        """An event as a signed webhook, to be posted by hand."""
        return message(self.read(event_id), secret, signed_at)

    def deliver(self, event_id: str, times: int = 1) -> None:
        """Send an event `times` more, and wait until it is there."""
        self.deliveries.again(event_id, times)
        self.deliver_all()

    def deliver_all(self, timeout: float = 10.0) -> None:
        """Send all that is under way, trying again at once what failed. TimeoutError on a hang."""
        self.deliveries.wait_idle(timeout, hurry=True)

    def wait_idle(self, timeout: float = 10.0) -> None:
        """Wait until no webhook is under way. TimeoutError when some still are."""
        self.deliveries.wait_idle(timeout)

    def outage(
        self, kind: Outage = "unavailable", *, requests: int | None = None
    ) -> AbstractContextManager[None]:
        """The API is away while the block lasts, or for so many requests."""
        return self.faults.during(kind, requests)

    def new_request_id(self) -> str:
        return self.merchant("").new_id("req_", 14)

    def _serve(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        environ[current.KEY] = self
        return _application().wsgi_app(environ, start)

    def own(self, secret_key: str) -> Merchant:
        """The account of a secret key. LookupError when it has none."""
        account = self.account_of_key(secret_key)
        if account is None:
            raise LookupError("No account has this secret key; add it first.")
        return self.merchant(account, livemode="_live_" in secret_key)

    def owner(self, identifier: str) -> Merchant:
        """The account that an object belongs to. LookupError when there is no such object."""
        found = self.store.find(identifier) or {}
        account = self.store.account_of(identifier)
        return self.merchant(account, livemode=bool(found.get("livemode")))

    @contextmanager
    def acting(self) -> Iterator[None]:
        """One transaction; afterwards the webhooks leave."""
        try:
            with self.store.transaction():
                yield
        finally:
            self.deliveries.wake()


def shown(resource: Resource) -> Resource:
    """An object as the API shows it."""
    copy: Resource = visible(resource)
    return copy


@cache
def _application() -> Flask:
    app = Flask(__name__)
    for part in (api, pages, introductions, control):
        app.register_blueprint(part.bp)
    return app


class QuietHandler(WSGIRequestHandler):
    """Requests leave no line in the log of the tests."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""
