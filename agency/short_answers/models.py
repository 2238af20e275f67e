"""Short answers of an agency."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.short_answers.filling import tells_of_the_case
from portal import clock
from portal.tenancy import TenantScoped


class ShortAnswer(TenantScoped):
    """Words to begin a message with, in one language. Archived ones stay, and are offered no more."""

    __tablename__ = "short_answers"
    __table_args__ = (
        Index(
            "uq_short_answers_title",
            *("agency_id", "locale", "title"),
            unique=True,
            postgresql_where=text("archived_at is null"),
        ),
        CheckConstraint("title <> '' and text <> ''", name="words"),
        CheckConstraint("used >= 0", name="used"),
        CheckConstraint("(archived_at is null) = (archived_by is null)", name="archived_whole"),
    )
    creditors_see = "nothing"

    locale: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    used: Mapped[int] = mapped_column(default=0)
    """How many messages were sent that began with it."""
    used_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    archived_at: Mapped[datetime | None]
    archived_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))

    @property
    def is_offered(self) -> bool:
        """Whether messages can begin with it."""
        return self.archived_at is None

    @property
    def tells_of_the_case(self) -> bool:
        """Whether filled it says something that a stranger must not read."""
        return tells_of_the_case(self.text)
