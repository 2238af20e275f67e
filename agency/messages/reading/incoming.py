"""An e-mail as it came in: who says they wrote it, what it answers, its words and its files. Pure."""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr
from typing import Any

from agency.messages.kinds import Nature
from agency.messages.reading import reports
from agency.messages.reading.words import words_of
from portal.errors import Refused

MOST_FILES = 30
LONGEST_NAME = 200
LONGEST_SUBJECT = 500
LONGEST_THREAD = 50
LONGEST_HEADER = 2_000
LONGEST_THREAD_HEADER = 10_000
_THREADING = {"references", "in-reply-to"}
_ID = re.compile(r"<([^<>\s]{1,400})>")
_ANSWERING_MACHINES = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came along, under the name that the sender gave it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What was read. Nothing in it proves who wrote it."""

    nature: Nature
    message_id: str
    """Its own Message-ID, without brackets; the hash of the whole where it has none."""
    answers: str = ""
    thread: tuple[str, ...] = ()
    """The Message-IDs of the conversation, the oldest first; of a bounce, what came back."""
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    files: tuple[Attached, ...] = ()
    failed_address: str = ""
    """The address that a bounce tells of."""


def read(raw: bytes) -> Incoming:
    """Read an e-mail, however badly it is made: what cannot be read is left out."""
    try:
        return _read(raw, message_from_bytes(raw, policy=_POLICY))
    except RecursionError:
        raise Refused("The e-mail holds e-mails within e-mails beyond all measure.") from None


class _Bounded(EmailPolicy):
    """Headers are read as far as an honest one goes: their parser takes its time over endless ones."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """As the standard library does, of a beginning."""
        most = LONGEST_THREAD_HEADER if name.lower() in _THREADING else LONGEST_HEADER
        return super().header_fetch_parse(name, value[:most])


_POLICY: Any = _Bounded()


def _read(raw: bytes, mail: EmailMessage) -> Incoming:
    name, address = parseaddr(_header(mail, "From"))
    report = reports.delivery_report(mail)
    if report and report.has_failed:
        nature = Nature.BOUNCE
    elif report or _is_automatic(mail):
        nature = Nature.AUTOMATIC
    else:
        nature = Nature.MESSAGE
    answers = _ids(mail, "In-Reply-To")
    thread = (*_ids(mail, "References"), *answers, *(report.original_ids if report else ()))
    return Incoming(
        nature=nature,
        message_id=next(iter(_ids(mail, "Message-ID")), hashlib.sha256(raw).hexdigest()),
        answers=answers[-1] if answers else "",
        thread=tuple(dict.fromkeys(thread))[-LONGEST_THREAD:],
        sender=address.lower()[:LONGEST_NAME],
        sender_name=name[:LONGEST_NAME],
        recipients=_recipients(mail),
        subject=_header(mail, "Subject")[:LONGEST_SUBJECT],
        text=words_of(mail),
        files=_files(mail),
        failed_address=report.failed_address.lower() if report and report.has_failed else "",
    )


def _header(mail: EmailMessage, name: str) -> str:
    """A header on one line; empty where it is missing or cannot be read."""
    try:
        value = str(mail.get(name, ""))
    except (ValueError, IndexError, TypeError, AttributeError):
        return ""  # The standard library's parser stumbles over some malformed headers.
    readable = "".join(sign if sign.isprintable() else " " for sign in value)
    return " ".join(readable.encode("utf-8", "replace").decode().split())


def _ids(mail: EmailMessage, name: str) -> tuple[str, ...]:
    return tuple(_ID.findall(_header(mail, name)))


def _recipients(mail: EmailMessage) -> tuple[str, ...]:
    names = ("X-Original-To", "Delivered-To", "To", "Cc")
    found = [
        parseaddr(part)[1].lower() for name in names for part in _header(mail, name).split(",")
    ]
    return tuple(dict.fromkeys(address for address in found if "@" in address))


def _is_automatic(mail: EmailMessage) -> bool:
    """Whether a machine wrote it, as RFC 3834 has it and older machines say."""
    submitted = _header(mail, "Auto-Submitted").lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or _header(mail, "Precedence").lower() == "auto_reply"
        or any(_header(mail, name) for name in _ANSWERING_MACHINES)
        or mail.get_content_type() == "multipart/report"
    )


def _files(mail: EmailMessage) -> tuple[Attached, ...]:
    """The files that came along; pictures that stand in the text are files too."""
    found: list[Attached] = []
    for part in mail.walk():
        if len(found) == MOST_FILES:
            break
        is_file = part.get_content_disposition() == "attachment" or bool(part.get_filename())
        if part.is_multipart() or not is_file:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            name = (part.get_filename() or "").encode("utf-8", "replace").decode()
            found.append(Attached(name[:LONGEST_NAME], content))
    return tuple(found)
