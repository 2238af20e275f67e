"""Webhooks on their way: signed, retried, and on demand doubled, held back, turned round, lost."""

import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import urllib3
from stripe import WebhookSignature

from tests.standins.stripe.merchant import Merchant
from tests.standins.stripe.resources.webhook_endpoints import hears
from tests.standins.stripe.store import Resource, Store, visible

Mode = Literal["send", "hold", "drop", "twice"]

RETRY_DELAYS = (1.0, 5.0, 30.0, 120.0, 600.0)
_TIMEOUT = urllib3.Timeout(connect=5, read=20)


@dataclass(frozen=True)
class Message:
    """A webhook as it goes over the line: the exact bytes and their `Stripe-Signature`."""

    payload: bytes
    signature: str


class Deliveries:
    """The queue of webhooks and the thread that empties it, one message at a time."""

    def __init__(self, store: Store, retry_delays: Sequence[float] = RETRY_DELAYS) -> None:
        self.mode: Mode = "send"
        self._store = store
        self._retry_delays = tuple(retry_delays)
        self._http = urllib3.PoolManager(retries=False)
        self._changed = threading.Condition(store.lock)
        self._hurry = 0
        self._busy = False
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="stripe-webhooks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(timeout=30)
        self._http.clear()

    def announce(self, merchant: Merchant, event: Resource) -> int:
        """Queue an event for each endpoint that wants it; how many that are."""
        theirs = merchant.all("webhook_endpoint")
        platform = self._store.setting(f"platform:{merchant.account}")
        if platform:
            connected = self._store.newest("webhook_endpoint", platform)
            theirs += [found for found in connected if found["_connect"]]
        else:
            theirs = [found for found in theirs if not found["_connect"]]
        wanted = [found for found in theirs if hears(found, event)]
        for found in wanted:
            for _ in range(2 if self.mode == "twice" else 1):
                self._queue(event["id"], found["id"])
        return len(wanted)

    def wake(self) -> None:
        """Something was queued, or time has moved."""
        with self._changed:
            self._changed.notify_all()

    def again(self, event: str, times: int = 1) -> None:
        """Send an event `times` more to every endpoint that was to hear of it."""
        with self._changed:
            rows = self._store.execute(
                "select distinct endpoint from deliveries where event = ?", event
            )
            for row in rows:
                for _ in range(times):
                    self._queue(event, row["endpoint"], "waiting")
            self._changed.notify_all()

    def hold(self) -> None:
        """Keep new webhooks back until they are released."""
        self.mode = "hold"

    def release(self, order: Literal["kept", "reversed"] | Sequence[str] = "kept") -> None:
        """Let the held webhooks go, in the order kept, reversed, or as a list of event ids says."""
        with self._changed:
            self.mode = "send"
            held = self._store.execute(
                "select seq, event from deliveries where state = 'held' order by place"
            )
            if order == "reversed":
                held.reverse()
            elif order != "kept":
                given = list(order)
                held.sort(key=lambda r: given.index(r["event"]) if r["event"] in given else -1)
            for place, row in enumerate(held, start=self._next_place()):
                self._store.execute(
                    "update deliveries set state = 'waiting', place = ? where seq = ?",
                    place,
                    row["seq"],
                )
            self._changed.notify_all()

    def wait_idle(self, timeout: float = 10.0, *, hurry: bool = False) -> None:
        """Wait until no webhook is under way. TimeoutError says what still was.

        With `hurry` a failed delivery is tried again at once instead of after its delay.
        """
        with self._changed:
            self._hurry += hurry
            self._changed.notify_all()
            try:
                if not self._changed.wait_for(self._is_idle, timeout):
                    left = [row["event"] for row in self._waiting()]
                    raise TimeoutError(f"Still under way after {timeout} s: {', '.join(left)}")
            finally:
                self._hurry -= hurry

    def statuses(self, event: str) -> list[tuple[str, int | None]]:
        """Each delivery of an event: what became of it, and the last HTTP status."""
        rows = self._store.execute(
            "select state, status from deliveries where event = ? order by seq", event
        )
        return [(row["state"], row["status"]) for row in rows]

    def _queue(self, event: str, endpoint: str, state: str = "") -> None:
        state = state or {"hold": "held", "drop": "dropped"}.get(self.mode, "waiting")
        self._store.execute(
            "insert into deliveries (place, event, endpoint, state) values (?, ?, ?, ?)",
            self._next_place(),
            event,
            endpoint,
            state,
        )

    def _next_place(self) -> int:
        rows = self._store.execute("select coalesce(max(place), 0) + 1 as place from deliveries")
        return int(rows[0]["place"])

    def _waiting(self) -> list[Resource]:
        rows = self._store.execute(
            "select * from deliveries where state = 'waiting' order by place"
        )
        return [dict(row) for row in rows]

    def _is_idle(self) -> bool:
        return not self._busy and not self._waiting()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                delivery = self._next()
                while delivery is None and not self._stopping:
                    self._changed.wait(self._pause())
                    delivery = self._next()
                if self._stopping or delivery is None:
                    return
                self._busy = True
                event = self._store.find(delivery["event"])
                endpoint = self._store.find(delivery["endpoint"])
            status = self._post(event, endpoint) if event and endpoint else None
            with self._changed:
                self._note(delivery, event, status, gone=endpoint is None)

    def _next(self) -> Resource | None:
        now = time.time()
        due = (row for row in self._waiting() if self._hurry or row["due"] <= now)
        return next(due, None)

    def _pause(self) -> float | None:
        dues = [row["due"] for row in self._waiting()]
        return max(0.0, min(dues) - time.time()) if dues else None

    def _post(self, event: Resource, endpoint: Resource) -> int | None:
        letter = message(event, endpoint["_secret"])
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": letter.signature,
            "User-Agent": "Stripe/1.0 (stand-in)",
        }
        try:
            answer = self._http.request(
                "POST",
                endpoint["url"],
                body=letter.payload,
                headers=headers,
                timeout=_TIMEOUT,
                redirect=False,
            )
        except urllib3.exceptions.HTTPError:
            return None
        return answer.status

    def _note(
        self, delivery: Resource, event: Resource | None, status: int | None, *, gone: bool
    ) -> None:
        attempts = delivery["attempts"] + 1
        delivered = status is not None and 200 <= status < 300
        over = gone or attempts > len(self._retry_delays)
        state = "delivered" if delivered else "failed" if over else "waiting"
        delay = 0.0 if delivered or over else self._retry_delays[attempts - 1]
        with self._store.transaction():
            self._store.execute(
                "update deliveries set attempts = ?, state = ?, due = ?, status = ? where seq = ?",
                attempts,
                state,
                time.time() + delay,
                status,
                delivery["seq"],
            )
            if event and delivered and event["pending_webhooks"]:
                event["pending_webhooks"] -= 1
                self._store.update(event)


def message(event: Resource, secret: str, signed_at: int | None = None) -> Message:
    """An event as a webhook carries it, signed with an endpoint's secret."""
    payload = json.dumps(visible(event), indent=2)
    signature = WebhookSignature.generate_signature_header(payload, secret, signed_at)
    return Message(payload.encode(), signature)
