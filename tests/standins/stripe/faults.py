"""What can go wrong with Stripe itself, on demand: away, busy, or the answer lost on its way."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from flask import Response, request

from tests.standins.stripe.errors import ApiError

Outage = Literal["unavailable", "refused", "lost", "busy", "silent"]
"""503; the connection is cut; the request is carried out but its answer is lost; 429; no answer."""

LONGEST_SILENCE = 60


class Faults:
    """Which outage is going on, and for how many more requests."""

    def __init__(self) -> None:
        self.kind: Outage | None = None
        self.left: int | None = None
        self._over = threading.Event()

    def begin(self, kind: Outage, requests: int | None = None) -> None:
        """Start an outage, of so many requests or until it is ended."""
        self._over.clear()
        self.kind, self.left = kind, requests

    def end(self) -> None:
        self.kind, self.left = None, None
        self._over.set()

    @contextmanager
    def during(self, kind: Outage, requests: int | None) -> Iterator[None]:
        """An outage while the block lasts."""
        self.begin(kind, requests)
        try:
            yield
        finally:
            self.end()

    def strike(self) -> Outage | None:
        """What happens to the request that comes in now. ApiError when it is turned away."""
        kind = self.kind
        if kind and self.left is not None:
            self.left -= 1
            if self.left <= 0:
                self.end()
        if kind == "unavailable":
            raise ApiError("The service is unavailable.", status=503, kind="api_error")
        if kind == "silent":
            self._over.wait(LONGEST_SILENCE)
            return "refused"
        if kind == "busy":
            raise ApiError("Request rate limit exceeded.", status=429, code="rate_limit")
        return kind


def cut() -> Response:
    """Cut the connection of the present request, so that its client gets no answer."""
    line: socket.socket = request.environ["werkzeug.socket"]
    line.shutdown(socket.SHUT_RDWR)
    return Response(status=499)
