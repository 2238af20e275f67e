"""A file that came or went with a message."""

import uuid

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from agency.messages.models.messages import Message
from portal.tenancy import TenantScoped, belongs_to, references


class MessageFile(TenantScoped):
    """A file of a message: kept, or refused with the reason; the original e-mail holds it then."""

    __tablename__ = "message_files"
    __table_args__ = (
        Index("ix_message_files_message", "agency_id", "message_id", "id"),
        CheckConstraint("(file_key = '') = (refused_why <> '')", name="kept_or_refused"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID | None] = references("creditors")
    message_id: Mapped[uuid.UUID] = references("messages")
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(default="")
    size: Mapped[int]
    """In bytes."""
    file_key: Mapped[str] = mapped_column(default="")
    refused_why: Mapped[str] = mapped_column(default="")

    message: Mapped[Message] = belongs_to("MessageFile.message_id", "Message", viewonly=True)
