"""Reading a mailbox by IMAP: over TLS, without changing anything in it, from where we were last time."""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from imaplib import IMAP4, IMAP4_SSL
from typing import Any

from flask_babel import gettext as _

from portal.errors import Refused

SECONDS = 20
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a folder numbers its mails: its mark, and the number that the next one gets."""

    uid_validity: int
    next_uid: int


class Folder:
    """An open folder, to be read only."""

    def __init__(self, server: IMAP4, name: str) -> None:
        self._server = server
        answer, _lines = server.select(_quoted(name), readonly=True)
        if answer != "OK":
            raise Refused(_("The mailbox has no folder of this name."))
        self.standing = Standing(self._number("UIDVALIDITY"), self._number("UIDNEXT"))

    def after(self, uid: int) -> list[int]:
        """The numbers of the mails after one, the oldest first."""
        _answer, found = self._server.uid("SEARCH", f"UID {uid + 1}:*")
        numbers = sorted(int(each) for line in found if line for each in line.split())
        return [number for number in numbers if number > uid]  # `n:*` finds the last one always.

    def size(self, uid: int) -> int:
        """How large a mail is, in bytes."""
        _answer, found = self._server.uid("FETCH", str(uid), "(RFC822.SIZE)")
        sizes = [_SIZE.search(_line(each)) for each in found if each]
        return next((int(size[1]) for size in sizes if size), 0)

    def mail(self, uid: int) -> bytes:
        """A mail as it came; empty when it is gone."""
        _answer, found = self._server.uid("FETCH", str(uid), "(BODY.PEEK[])")
        return next((bytes(each[1]) for each in found if isinstance(each, tuple)), b"")

    def _number(self, name: str) -> int:
        _answer, found = self._server.response(name)
        value = found[0] if found else None
        return int(value) if isinstance(value, bytes) and value.isdigit() else 1


@contextmanager
def opened(host: str, port: int, user_name: str, password: str, folder: str) -> Iterator[Folder]:
    """Sign in and open a folder. Refused in words when that cannot be done."""
    try:
        server = connect(host, port)
    except (OSError, IMAP4.error) as error:
        raise Refused(_("The mail server does not answer.")) from error
    try:
        try:
            server.login(user_name, password)
        except IMAP4.error as error:
            raise Refused(_("The mail server does not take this name and password.")) from error
        yield Folder(server, folder)
    except (OSError, IMAP4.error) as error:
        raise Refused(_("The mail server broke off.")) from error
    finally:
        _leave(server)


def connect(host: str, port: int) -> IMAP4:
    """A connection over TLS; the certificate has to be the host's own."""
    return IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=SECONDS)


def _leave(server: IMAP4) -> None:
    try:
        server.logout()
    except (OSError, IMAP4.error):
        return  # It has hung up already.


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _line(found: Any) -> bytes:
    return bytes(found[0] if isinstance(found, tuple) else found)
