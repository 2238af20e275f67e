"""Notes of staff on a case."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.cases.models import Case
from portal import clock
from portal.accounts.models import User
from portal.tenancy import TenantScoped, belongs_to, references


class Note(TenantScoped):
    """What somebody of the agency wrote down. Its words never change; it may be pinned or withdrawn.

    Creditors never see it.
    """

    __tablename__ = "notes"
    __table_args__ = (
        UniqueConstraint("agency_id", "form_key"),
        Index("ix_notes_case", "agency_id", "case_id", "id"),
        CheckConstraint("(pinned_at is null) = (pinned_by is null)", name="pinned"),
        CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_by is null) "
            "and (withdrawn_at is null) = (withdrawn_why = '')",
            name="withdrawn",
        ),
        CheckConstraint("withdrawn_at is null or pinned_at is null", name="pinned_while_it_holds"),
    )
    creditors_see = "nothing"

    case_id: Mapped[uuid.UUID] = references("cases")
    form_key: Mapped[uuid.UUID]
    """The key of the form, so that sending it twice is one note."""
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    pinned_at: Mapped[datetime | None]
    pinned_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_why: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = belongs_to("Note.case_id", "Case", viewonly=True)
    writer: Mapped[User] = relationship(
        User, primaryjoin="foreign(Note.written_by) == User.id", viewonly=True
    )
    withdrawer: Mapped[User | None] = relationship(
        User, primaryjoin="foreign(Note.withdrawn_by) == User.id", viewonly=True
    )

    @property
    def holds(self) -> bool:
        """Whether nobody withdrew it."""
        return self.withdrawn_at is None

    @property
    def is_pinned(self) -> bool:
        """Whether it stands on top, and in the brief for whoever takes over."""
        return self.pinned_at is not None
