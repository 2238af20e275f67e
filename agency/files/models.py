"""Files that staff put to a case."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case
from portal import clock
from portal.tenancy import TenantScoped, belongs_to, references


class CaseFile(TenantScoped):
    """A file with a word on what it is. Creditors see those that name them alone."""

    __tablename__ = "case_files"
    __table_args__ = (
        UniqueConstraint("agency_id", "form_key"),
        Index("ix_case_files_case", "agency_id", "case_id", "id"),
        CheckConstraint("(removed_at is null) = (removed_by is null)", name="removed_whole"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID | None] = references("creditors")
    """The creditor that may read it as well; none where it is for staff."""
    case_id: Mapped[uuid.UUID] = references("cases")
    form_key: Mapped[uuid.UUID]
    """The key of the form, so that sending it twice is one file."""
    about: Mapped[str]
    """What it is, in a few words."""
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    """In bytes."""
    file_key: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = belongs_to("CaseFile.case_id", "Case", viewonly=True)

    @property
    def is_there(self) -> bool:
        """Whether it can be opened: neither removed nor erased."""
        return self.removed_at is None and bool(self.file_key)
