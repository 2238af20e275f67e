"""Mail: written with the transaction, sent after it, kept until it is away.

What a mail is about goes along as a word of the sender's own, so that an answer finds its way back.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from smtplib import SMTP, SMTP_SSL
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock, db
from portal.db import Base
from portal.i18n import written_for
from portal.jobs import job
from portal.keys import new_key
from portal.outbox import later
from portal.tenancy import acting

LONGEST_LOCAL_PART = 64
"""Octets before the @ that every server has to take (RFC 5321, 4.5.3.1.1)."""
_SENT = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@.+")
"""A Message-ID of ours: the key of the mail, at our domain."""


class Mail(Base):
    """A message on its way. Once it is sent its text is emptied; the sender keeps what must be kept."""

    __tablename__ = "mails"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_key)
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"))
    to_address: Mapped[str]
    message: Mapped[bytes]
    about: Mapped[str] = mapped_column(default="")
    """What an answer to it, or its return, is filed by."""
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along."""

    name: str
    media_type: str
    content: bytes


def send_later(
    template: str,
    *,
    to: str,
    subject: str,
    locale: str,
    sender_name: str,
    reply_to: str = "",
    attachments: Sequence[Attachment] = (),
    about: str = "",
    answers: Sequence[str] = (),
    is_automatic: bool = True,
    **context: Any,
) -> bytes:
    """Write a mail from `mail/<template>.{txt,html}` and send it after the commit.

    Returns the message as it will be sent, byte for byte. The subject is in the reader's language
    already; `attachments` go along. Answers come back to what the mail is `about`, where mail comes
    in, and else to `reply_to`. `answers` are the Message-IDs of the conversation, the last one last;
    what a person wrote is not `is_automatic`.
    """
    message = EmailMessage()
    mail_id = new_key()
    locale = written_for(locale)
    settings = current_app.extensions["settings"]
    domain = settings.mail_from.rpartition("@")[2]
    message["From"] = f'"{_header(sender_name)}" <{settings.mail_from}>'
    message["To"] = _header(to)
    message["Subject"] = _header(subject)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{mail_id}@{domain}>"
    if is_automatic:
        message["Auto-Submitted"] = "auto-generated"
    if answers_to := answer_address(about) or reply_to:
        message["Reply-To"] = _header(answers_to)
    if answers:
        message["In-Reply-To"] = f"<{_header(answers[-1])}>"
        message["References"] = " ".join(f"<{_header(each)}>" for each in answers)
    with force_locale(locale):
        context = {"locale": locale, "subject": subject, "sender_name": sender_name, **context}
        message.set_content(render_template(f"mail/{template}.txt", **context))
        message.add_alternative(render_template(f"mail/{template}.html", **context), subtype="html")
    for attachment in attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(
            attachment.content, maintype=main, subtype=sub, filename=_header(attachment.name)
        )
    content = message.as_bytes(policy=SMTP_POLICY)  # Servers take whole lines, ended by CRLF.
    sender = db.session.info.get("acting")
    db.session.add(
        Mail(
            id=mail_id,
            agency_id=sender.agency_id if sender else None,
            to_address=to,
            message=content,
            about=about,
        )
    )
    later("mail.send", mail_id=mail_id)
    return content


@job("mail.send")
def send(mail_id: str) -> None:
    """Hand a mail to the server, once. A job that runs again finds it sent."""
    mail = db.session.get(Mail, uuid.UUID(mail_id), with_for_update=True)
    if mail is None or mail.sent_at is not None:
        return
    sender = answer_address(mail.about) or current_app.extensions["settings"].mail_from
    settings = urlsplit(current_app.extensions["settings"].smtp_url)
    connect = SMTP_SSL if settings.scheme == "smtps" else SMTP
    with connect(settings.hostname or "", settings.port or 0, timeout=20) as server:
        if settings.scheme == "smtp+starttls":
            server.starttls()
        if settings.username:
            server.login(unquote(settings.username), unquote(settings.password or ""))
        server.sendmail(sender, [mail.to_address], mail.message)
    mail.sent_at = clock.now()
    mail.message = b""


def answer_address(about: str) -> str:
    """Where an answer to what a mail is about comes in; empty where no mail comes in."""
    local, _at, domain = current_app.extensions["settings"].inbound_address.rpartition("@")
    name = f"{local}+{about}"
    if not (local and about) or len(name) > LONGEST_LOCAL_PART:
        return ""
    return f"{name}@{domain}"


def about_of(address: str) -> str:
    """What an address takes answers about; empty for any other address. The reverse of the above."""
    local, _at, domain = current_app.extensions["settings"].inbound_address.lower().rpartition("@")
    name, _at, found = address.strip().lower().rpartition("@")
    is_ours = bool(local) and found == domain and name.startswith(f"{local}+")
    return name.removeprefix(f"{local}+") if is_ours else ""


def about_of_sent(message_ids: Sequence[str]) -> str:
    """What the last of these mails was about that the acting agency sent; empty where none was."""
    sent = [uuid.UUID(found[1]) for each in message_ids if (found := _SENT.fullmatch(each))]
    rows = db.session.execute(
        select(Mail.id, Mail.about).where(
            Mail.id.in_(sent), Mail.agency_id == acting().agency_id, Mail.about != ""
        )
    )
    about = {mail_id: text for mail_id, text in rows}  # noqa: C416 - rows are no pairs to mypy
    return next((about[each] for each in reversed(sent) if each in about), "")


def _header(text: str) -> str:
    """Text that is safe in a header: one line, no control characters, no quotation mark."""
    one_line = " ".join(text.split())  # A space that holds words together is a space here.
    return "".join(c for c in one_line if c.isprintable() and c not in '"\\').strip()
