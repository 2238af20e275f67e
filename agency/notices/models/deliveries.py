"""The way of a notice out of the house, by e-mail or with the post, and back again."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from agency.notices.models.notices import Notice
from portal import clock
from portal.tenancy import TenantScoped, belongs_to, references


class ReturnCause(StrEnum):
    """What the post says of a letter that came back."""

    MOVED = "moved"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    UNCLAIMED = "unclaimed"
    DECEASED = "deceased"


class PrintBatch(TenantScoped):
    """Letters for the post, in one file with a list of what is in it."""

    __tablename__ = "print_batches"
    __table_args__ = (UniqueConstraint("agency_id", "number"),)

    number: Mapped[int]
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    letters: Mapped[int]
    file_key: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    manifest_key: Mapped[str] = mapped_column(default="")
    posted_at: Mapped[datetime | None]


class Delivery(TenantScoped):
    """A notice on its way by one channel, byte for byte as it was sent."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("agency_id", "notice_id", "channel"),
        ForeignKeyConstraint(
            ["agency_id", "release_id", "notice_id", "sha256", "release_outcome"],
            [
                f"releases.{column}"
                for column in ("agency_id", "id", "notice_id", "sha256", "outcome")
            ],
            name="fk_deliveries_release_of_this_file",
        ),
        ForeignKeyConstraint(
            ["agency_id", "notice_id", "needs_release"],
            ["notices.agency_id", "notices.id", "notices.needs_release"],
            name="fk_deliveries_need_of_notice",
        ),
        CheckConstraint("not needs_release or release_id is not null", name="released_by_firm"),
        CheckConstraint("(release_id is null) = (release_outcome is null)", name="release_whole"),
        CheckConstraint("release_outcome = 'released'", name="release_outcome"),
        CheckConstraint("channel in ('email', 'post', 'sms')", name="channel"),
        CheckConstraint(
            "returned_cause in ('', 'moved', 'unknown', 'refused', 'unclaimed', 'deceased')",
            name="returned_cause",
        ),
        CheckConstraint("(returned_on is null) = (returned_cause = '')", name="returned_whole"),
        CheckConstraint("returned_on is null or channel = 'post'", name="returned_by_post"),
        Index(
            "ix_deliveries_returned",
            "agency_id",
            "returned_on",
            "id",
            postgresql_where=text("returned_on is not null"),
        ),
        Index(
            "ix_deliveries_to_print",
            "agency_id",
            "id",
            postgresql_where=text("channel = 'post' and print_batch_id is null"),
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    notice_id: Mapped[uuid.UUID] = references("notices")
    needs_release: Mapped[bool]
    """As the notice says it; never empty, so that the database can hold the rule."""
    release_id: Mapped[uuid.UUID | None]
    release_outcome: Mapped[str | None]
    sha256: Mapped[str]
    channel: Mapped[str]
    to_address: Mapped[str]
    message_key: Mapped[str] = mapped_column(default="")
    """The stored e-mail as it was sent; for post, the notice's file itself."""
    mail_template_id: Mapped[uuid.UUID | None] = references("notice_templates")
    """The version of the agency's own words that the mail opened with; none where the house's stood."""
    print_batch_id: Mapped[uuid.UUID | None] = references("print_batches")
    by_user: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    returned_on: Mapped[date | None]
    """When the letter came back, if it did."""
    returned_cause: Mapped[str] = mapped_column(default="")
    returned_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))

    notice: Mapped[Notice] = belongs_to("Delivery.notice_id", "Notice", viewonly=True)
    print_batch: Mapped[PrintBatch | None] = belongs_to(
        "Delivery.print_batch_id", "PrintBatch", viewonly=True
    )

    @property
    def file_key(self) -> str:
        """Where the file lies that is printed."""
        return self.notice.file_key

    @property
    def message_sha256(self) -> str:
        """The hash of the stored e-mail, which is kept under it."""
        return self.message_key.rpartition("/")[2]
