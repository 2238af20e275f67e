"""A provider of text messages: it keeps what it is handed, and tells what became of it when asked."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

TOKEN = "seven-quiet-boats"


@dataclass
class SmsStandIn:
    """One account; the same Idempotency-Key twice is one message."""

    token: str = TOKEN
    status: int = 200
    """What it answers to a message that is well made."""
    sent: list[dict[str, Any]] = field(default_factory=list)
    _keys: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Self:
        standin = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = standin.take(dict(self.headers), json.loads(body))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, headers: dict[str, str], text: dict[str, Any]) -> tuple[int, dict[str, str]]:
        """Take a message in, unless the token is wrong or something is missing."""
        if headers.get("Authorization") != f"Bearer {self.token}":
            return 401, {"error": "token"}
        if not all(text.get(name) for name in ("id", "from", "to", "text")):
            return 422, {"error": "incomplete"}
        if self.status != 200:
            return self.status, {"error": "told to"}
        key = headers.get("Idempotency-Key", "")
        if key not in self._keys:
            self._keys[key] = f"sms_{len(self._keys) + 1}"
            self.sent.append(text)
        return 200, {"id": self._keys[key]}
