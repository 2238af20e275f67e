"""The virus scanner: a ClamAV daemon that is asked before anything is stored."""

import logging
import re
import socket
import struct
from contextlib import closing
from urllib.parse import urlsplit

from portal.errors import Refused, Words

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096

log = logging.getLogger(__name__)


class ScannerAway(Refused):
    """A scanner is set up but cannot say whether the file is clean: so it is not taken."""


class Scanner:
    """Asks clamd (INSTREAM) at `tcp://host:port` or `unix:///path`; without an address, nobody.

    A silent scanner is given up after `timeout` seconds.
    """

    def __init__(self, url: str = "", *, timeout: float = 30) -> None:
        self.timeout = timeout
        parts = urlsplit(url)
        self.address: tuple[str, int] | str | None = None
        if parts.scheme == "tcp" and parts.hostname:
            self.address = (parts.hostname, parts.port or 3310)
        elif parts.scheme == "unix" and parts.path:
            self.address = parts.path
        elif url:
            raise ValueError(f"A scanner is at tcp://host:port or unix:///path, not at “{url}”.")

    def scan(self, data: bytes) -> None:
        """Refused when the file has a virus; ScannerAway when nobody can tell."""
        if self.address is None:
            return
        try:
            answer = self._ask(data)
        except OSError as error:
            log.error("The virus scanner does not answer: %s", error)
            raise ScannerAway(AWAY) from error
        if answer == "stream: OK":
            return
        if found := re.fullmatch(r"stream: (.{1,200}) FOUND", answer):
            raise Refused(
                "The file contains a virus: %(virus)s. It was not stored.", virus=found[1]
            )
        log.error("The virus scanner answered: %s", answer)
        if "size limit exceeded" in answer:
            raise ScannerAway("The file is too large for the virus scanner, so it was not stored.")
        raise ScannerAway(AWAY)

    def _ask(self, data: bytes) -> str:
        with closing(self._connect()) as connection:
            try:
                connection.sendall(b"zINSTREAM\0")
                for at in range(0, len(data), CHUNK):
                    chunk = data[at : at + CHUNK]
                    connection.sendall(struct.pack(">I", len(chunk)) + chunk)
                connection.sendall(struct.pack(">I", 0))
            except (BrokenPipeError, ConnectionResetError):
                log.warning("The virus scanner hung up early; its answer follows.")
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
                part = connection.recv(LONGEST_ANSWER)
                if not part:
                    break
                answer += part
        return answer.rstrip(b"\0\n").decode("utf-8", "replace")

    def _connect(self) -> socket.socket:
        if isinstance(self.address, tuple):
            return socket.create_connection(self.address, self.timeout)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self.timeout)
        connection.connect(self.address or "")
        return connection


AWAY = Words(
    "The virus scanner does not answer, so the file was not stored. "
    "Try again in a few minutes; tell us if it stays so."
)
