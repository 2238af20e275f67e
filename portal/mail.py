"""Mail: written with the transaction, sent after it, kept until it is away."""

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
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock, db
from portal.db import Base
from portal.i18n import written_for
from portal.jobs import job
from portal.keys import new_key
from portal.outbox import later


class Mail(Base):
    """A message on its way. Once it is sent its text is emptied; the sender keeps what must be kept."""

    __tablename__ = "mails"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_key)
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"))
    to_address: Mapped[str]
    message: Mapped[bytes]
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
    **context: Any,
) -> bytes:
    """Write a mail from `mail/<template>.{txt,html}` and send it after the commit.

    Returns the message as it will be sent, byte for byte. The subject is in the reader's language
    already; `attachments` go along.
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
    message["Auto-Submitted"] = "auto-generated"
    if reply_to:
        message["Reply-To"] = _header(reply_to)
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
    acting = db.session.info.get("acting")
    db.session.add(
        Mail(
            id=mail_id,
            agency_id=acting.agency_id if acting else None,
            to_address=to,
            message=content,
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
    settings = urlsplit(current_app.extensions["settings"].smtp_url)
    connect = SMTP_SSL if settings.scheme == "smtps" else SMTP
    with connect(settings.hostname or "", settings.port or 0, timeout=20) as server:
        if settings.scheme == "smtp+starttls":
            server.starttls()
        if settings.username:
            server.login(unquote(settings.username), unquote(settings.password or ""))
        server.sendmail(
            current_app.extensions["settings"].mail_from, [mail.to_address], mail.message
        )
    mail.sent_at = clock.now()
    mail.message = b""


def _header(text: str) -> str:
    """Text that is safe in a header: one line, no control characters, no quotation mark."""
    one_line = " ".join(text.split())  # A space that holds words together is a space here.
    return "".join(c for c in one_line if c.isprintable() and c not in '"\\').strip()
