"""Handing text messages to whoever carries them: any provider that takes JSON over HTTPS.

We post `{"id", "from", "to", "text"}` with `Authorization: Bearer <token>` and `Idempotency-Key`, and
read `id` from the answer: by that the provider tells later what became of it.
"""

import ipaddress
import json
import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Protocol
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _

from portal.errors import Refused

SECONDS = 10
_MOST_BYTES = 64 * 1024
_BUSY = frozenset({408, 425, 429})


class GatewayAway(Exception):
    """The gateway did not answer, or is busy. Try again later."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text message on its way: our id for it, from whom, to which number, and its words."""

    id: str
    sender: str
    to: str
    words: str


class Gateway(Protocol):
    """Who carries text messages."""

    def send(self, text: Text) -> str:
        """Hand one over; returns the gateway's id. Refused when it will not, GatewayAway for now."""


@dataclass(frozen=True, slots=True)
class JsonGateway:
    """A gateway by HTTP. The same id twice is one message to providers that know Idempotency-Key."""

    url: str
    token: str

    def send(self, text: Text) -> str:
        """Post it; redirects are not followed."""
        body = {"id": text.id, "from": text.sender, "to": text.to, "text": text.words}
        status, answer = self._post(json.dumps(body).encode(), text.id)
        if status in _BUSY or status >= 500:
            raise GatewayAway(f"status {status}")
        if not 200 <= status < 300:
            raise Refused(
                _("The provider of text messages refused it (code %(code)s).", code=status)
            )
        return _id_in(answer) or text.id

    def _post(self, body: bytes, key: str) -> tuple[int, bytes]:
        address = urlsplit(self.url)
        connection = connect(self.url)
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(_MOST_BYTES)
        except (OSError, HTTPException) as error:
            raise GatewayAway(type(error).__name__) from error
        finally:
            connection.close()


def connect(url: str) -> HTTPConnection:
    """A connection to a provider: by TLS to a public address, or to the stand-in of the settings."""
    if base := current_app.extensions["settings"].sms_api_base:
        there = urlsplit(base)
        return HTTPConnection(there.hostname or "", there.port, timeout=SECONDS)
    there = urlsplit(url)
    return _PublicConnection(there.hostname or "", there.port)


class _PublicConnection(HTTPSConnection):
    """TLS to a host out in the world, never to one of our own network that an agency may name."""

    def __init__(self, host: str, port: int | None) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS, context=self._tls)

    def connect(self) -> None:
        """Look the name up once, and connect to the very address that was judged."""
        there = public_address(self.host, self.port)
        plain = socket.create_connection((there, self.port), SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def public_address(host: str, port: int) -> str:
    """The address of a host that anybody may reach. Refused when it is one of a private network."""
    found = [each[4][0] for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(ipaddress.ip_address(each).is_global for each in found):
        raise Refused(_("The address of the provider is not on the public internet. Correct it."))
    return str(found[0])


def _id_in(answer: bytes) -> str:
    try:
        found = json.loads(answer)
    except ValueError:
        return ""
    value = found.get("id") if isinstance(found, dict) else None
    return str(value)[:200] if isinstance(value, str | int) else ""
