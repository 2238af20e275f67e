"""Copies of letters that have gone out: the same file once more, marked as a copy, never a new step."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.notices.models.deliveries import PrintBatch
from agency.notices.models.notices import Notice
from portal import clock
from portal.accounts.models import User
from portal.tenancy import TenantScoped, belongs_to, references


class ReprintReason(StrEnum):
    """Why a letter is wanted once more."""

    LOST = "lost"
    RETURNED = "returned"
    """It came back, and the address was mended since."""
    ASKED = "asked"
    COURT = "court"


class ReprintWay(StrEnum):
    """How the copy goes: to the debtor, or into the hands of who made it."""

    POST = "post"
    EMAIL = "email"
    DOWNLOAD = "download"


class Reprint(TenantScoped):
    """A copy of a letter: for whom, why, by whom. It counts as no contact and starts nothing."""

    __tablename__ = "reprints"
    __table_args__ = (
        UniqueConstraint("agency_id", "form_key"),
        ForeignKeyConstraint(
            ["agency_id", "notice_id", "sha256"],
            ["notices.agency_id", "notices.id", "notices.sha256"],
            name="fk_reprints_very_file_of_notice",
        ),
        CheckConstraint("reason in ('lost', 'returned', 'asked', 'court')", name="reason"),
        CheckConstraint("way in ('post', 'email', 'download')", name="way"),
        CheckConstraint("print_batch_id is null or way = 'post'", name="printed_for_the_post"),
        CheckConstraint("reason <> 'court' or way = 'download'", name="court_file_by_hand"),
        Index("ix_reprints_notice", "agency_id", "notice_id", "id"),
        Index(
            "ix_reprints_to_print",
            "agency_id",
            "id",
            postgresql_where=text("way = 'post' and print_batch_id is null"),
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    notice_id: Mapped[uuid.UUID]
    form_key: Mapped[uuid.UUID]
    """The form that asked for it: sent twice, it makes one copy."""
    sha256: Mapped[str]
    """The hash of the letter as it was sent, which the copy holds unchanged."""
    reason: Mapped[str]
    way: Mapped[str]
    to_address: Mapped[str]
    file_key: Mapped[str]
    """The cover sheet with the pages of the letter behind it."""
    message_key: Mapped[str] = mapped_column(default="")
    """The e-mail as it was sent, with the letter's own file in it."""
    print_batch_id: Mapped[uuid.UUID | None] = references("print_batches")
    by_user: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    notice: Mapped[Notice] = belongs_to("Reprint.notice_id", "Notice", viewonly=True)
    print_batch: Mapped[PrintBatch | None] = belongs_to(
        "Reprint.print_batch_id", "PrintBatch", viewonly=True
    )
    maker: Mapped[User] = relationship(foreign_keys=[by_user], viewonly=True)

    @property
    def file_sha256(self) -> str:
        """The hash of the copy with its cover sheet, which is kept under it."""
        return self.file_key.rpartition("/")[2]
