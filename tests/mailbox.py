"""Where the mail of the tests arrives: a real server that keeps what it is sent."""

import email
import email.policy
import re
import socket
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller


class Mailbox:
    """Every mail that was sent, by address; nothing leaves this machine."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        self._server = Controller(self, hostname="127.0.0.1", port=port)
        self._mails: list[tuple[str, EmailMessage]] = []
        self.url = f"smtp://127.0.0.1:{port}"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keep a mail."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self._mails += [(address, message) for address in envelope.rcpt_tos]
        return "250 Kept"

    def to(self, address: str) -> list[EmailMessage]:
        """What came for an address, the newest last."""
        return [message for found, message in self._mails if found == address]


def text_of(message: EmailMessage) -> str:
    """The plain words of a mail, with plain blanks."""
    body = message.get_body(("plain",))
    assert body is not None
    return re.sub(r"\s+", " ", str(body.get_content()))


def attached(message: EmailMessage) -> bytes:
    """The one file that came along."""
    [found] = message.iter_attachments()
    return bytes(found.get_payload(decode=True))
