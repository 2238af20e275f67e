"""The door for e-mail: a server that takes mail for our conversations and for nothing else.

An address that we did not make is refused before the mail is sent; what is taken is safe in the
database before the sender hears so.
"""

import asyncio
import ssl
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from agency.cases import threads
from agency.messages import services
from portal import db
from portal.errors import Refused
from portal.mail import about_of
from portal.tenancy import acting_for
from portal.uploads import ScannerAway

T = TypeVar("T")
MOST_RECIPIENTS = 10
OVERHEAD = 1.4
"""Files in a mail are written in base64, which takes a third more, and has headers."""

TAKEN = "250 2.0.0 Taken"
UNKNOWN = "550 5.1.1 This address takes no mail"
TOO_MANY = "452 4.5.3 Too many recipients"
NOT_TAKEN = "550 5.7.1 Not taken: it holds what we do not take"
LATER = "451 4.3.0 Not possible now, try again later"

log = structlog.get_logger()


class Door:
    """What the server asks: whether it knows an address, and to take a mail in."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take only addresses of conversations that there are."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        answer = await self._apart(lambda: "" if knows(about_of(address)) else UNKNOWN)
        if not answer:
            envelope.rcpt_tos.append(address)
            return "250 2.1.5 OK"
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a mail in for each conversation that it was sent to."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        return await self._apart(lambda: deliver(raw, envelope.rcpt_tos))

    async def handle_exception(self, error: Exception) -> str:
        """Tell a sender nothing of what went wrong inside."""
        log.error("messages.session_broke", error=type(error).__name__)
        return LATER

    async def _apart(self, do: Callable[[], str]) -> str:
        """Ask the database on a thread of its own, so that other senders need not wait."""

        def work() -> str:
            with self.app.app_context():
                return do()

        try:
            return await asyncio.to_thread(work)
        except Exception:
            log.exception("messages.not_taken")
            return LATER


def knows(about: str) -> bool:
    """Whether an address is one of ours."""
    with db.work():
        agency_id = threads.agency_of(about)
    if agency_id is None:
        return False
    with acting_for(agency_id):
        return threads.find(about) is not None


def deliver(raw: bytes, addresses: Sequence[str]) -> str:
    """Take a mail in, once for each conversation; what the sender's server is told."""
    for about in dict.fromkeys(about_of(address) for address in addresses):
        with db.work():
            agency_id = threads.agency_of(about)
        if agency_id is None:
            return UNKNOWN
        try:
            with acting_for(agency_id):
                services.take(raw, about=about)
        except ScannerAway:
            return LATER
        except Refused as error:
            log.warning("messages.refused", why=str(error))
            return NOT_TAKEN
    return TAKEN


def listen(app: Flask, host: str, port: int, *, tls: ssl.SSLContext | None = None) -> Controller:
    """Start the server; it offers STARTTLS when it has a certificate. The caller stops it."""
    most = int(app.extensions["settings"].upload_max_mb * 1024 * 1024 * OVERHEAD)
    name = app.extensions["settings"].inbound_address.rpartition("@")[2] or "localhost"
    arguments: dict[str, Any] = {
        "hostname": host,
        "port": port,
        "server_hostname": name,
        "ident": "portal",
        "data_size_limit": most,
        "tls_context": tls,
        "timeout": 120,
    }
    server = Controller(Door(app), **arguments)
    server.start()
    return server
