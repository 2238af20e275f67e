"""Delivery reports (RFC 3464): which of our mails came back, to which address, and for good or not."""

import re
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Any, TypeAlias

Part: TypeAlias = "Message[Any, Any]"
_ID = re.compile(r"<([^<>\s]{1,400})>")


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server tells of a mail of ours."""

    has_failed: bool
    failed_address: str
    original_ids: tuple[str, ...]


def delivery_report(mail: EmailMessage) -> Report | None:
    """The report that a mail is; None when it is none. A delay is a report that has not failed."""
    if mail.get_content_type() != "multipart/report":
        return None
    parts = list(mail.walk())
    statuses = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not statuses:
        return None
    failed = [
        recipient
        for status in statuses
        for recipient in _recipients(status)
        if str(recipient.get("Action", "")).strip().lower() == "failed"
    ]
    return Report(
        has_failed=bool(failed),
        failed_address=next((_address(each) for each in failed), ""),
        original_ids=_original_ids(parts),
    )


def _recipients(status: Part) -> list[Part]:
    """The blocks of a report that tell of one recipient each; the first block tells of the mail."""
    blocks = status.get_payload()
    found = blocks if isinstance(blocks, list) else []
    return [each for each in found if isinstance(each, Message) and "Action" in each]


def _address(recipient: Part) -> str:
    told = recipient.get("Original-Recipient") or recipient.get("Final-Recipient") or ""
    return str(told).rpartition(";")[2].strip().strip("<>")


def _original_ids(parts: list[Any]) -> tuple[str, ...]:
    """The Message-ID of what came back, from the copy or the headers that the report brings."""
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            headers = inner[0].get("Message-ID", "") if isinstance(inner, list) and inner else ""
        elif kind == "text/rfc822-headers":
            headers = _line(str(part.get_payload()))
        else:
            continue
        if found := _ID.findall(str(headers)):
            return tuple(found)
    return ()


def _line(headers: str) -> str:
    found = re.search(r"(?im)^message-id:\s*(\S+)", headers)
    return found[1] if found else ""
