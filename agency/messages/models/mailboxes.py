"""The agency's own mailbox, from which what came in is picked up."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.tenancy import TenantScoped


class Mailbox(TenantScoped):
    """Where to pick up mail by IMAP, and how far it was read. One for each agency."""

    __tablename__ = "mailboxes"
    __table_args__ = (
        UniqueConstraint("agency_id"),
        CheckConstraint("port between 1 and 65535", name="port"),
    )
    creditors_see = "nothing"

    host: Mapped[str]
    port: Mapped[int]
    user_name: Mapped[str]
    password_sealed: Mapped[bytes]
    folder: Mapped[str] = mapped_column(default="INBOX")
    uid_validity: Mapped[int]
    """The server's mark of its numbering; another one means that it numbers anew."""
    last_uid: Mapped[int]
    """The number of the last mail that was looked at."""
    looked_at: Mapped[datetime]
    fault: Mapped[str] = mapped_column(default="")
    """Why it could not be looked at; empty when it could."""
    changed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
