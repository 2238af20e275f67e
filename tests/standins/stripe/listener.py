"""A receiver of webhooks for tests, which can be told to answer badly."""

import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from flask import Flask, Response, request
from werkzeug.serving import make_server

from tests.standins.stripe.deliveries import Message
from tests.standins.stripe.server import QuietHandler


class WebhookListener:
    """Keeps what it receives; `answers` are the statuses of the next deliveries, then 200."""

    def __init__(self, answers: Sequence[int] = ()) -> None:
        self.received: list[Message] = []
        self.answers = list(answers)
        app = Flask(__name__)
        app.post("/webhooks")(self._receive)
        self._server = make_server("127.0.0.1", 0, app, request_handler=QuietHandler)
        self.url = f"http://127.0.0.1:{self._server.port}/webhooks"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join(timeout=30)
        self._server.server_close()

    def _receive(self) -> Response:
        self.received.append(Message(request.get_data(), request.headers["Stripe-Signature"]))
        status = self.answers.pop(0) if self.answers else 200
        return Response(status=status, headers={"Location": self.url})
