"""Calls that somebody asked for."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case
from portal import clock
from portal.tenancy import TenantScoped, belongs_to, references


class Callback(TenantScoped):
    """Somebody wants to be called at a time. It is over with a call that was logged, or the case."""

    __tablename__ = "callbacks"
    __table_args__ = (
        Index("ix_callbacks_case", "agency_id", "case_id", "id"),
        Index(
            "ix_callbacks_due",
            "agency_id",
            "due_at",
            "id",
            postgresql_where=text("done_at is null and dropped_at is null"),
        ),
        CheckConstraint("done_at is null or dropped_at is null", name="over_once"),
    )
    creditors_see = "nothing"

    case_id: Mapped[uuid.UUID] = references("cases")
    due_at: Mapped[datetime]
    asked_by: Mapped[str]
    """Who asks, in a name."""
    phone: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    planned_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    planned_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    """When the case was closed before anybody called."""

    case: Mapped[Case] = belongs_to("Callback.case_id", "Case", viewonly=True)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to call."""
        return self.done_at is None and self.dropped_at is None
