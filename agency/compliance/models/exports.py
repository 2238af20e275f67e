"""What a debtor asked to know of its own data: the file with all of it, for a while."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case, Debtor
from portal import clock
from portal.tenancy import TenantScoped, belongs_to, references


class DataExport(TenantScoped):
    """All that the agency holds of a debtor, gathered once for the person who asked."""

    __tablename__ = "data_exports"
    __table_args__ = (
        Index("ix_data_exports_debtor", "agency_id", "debtor_id", "id"),
        CheckConstraint("(ready_at is null) = (expires_at is null)", name="expires_when_ready"),
        CheckConstraint(
            "(file_key <> '') = (ready_at is not null and removed_at is null)", name="file"
        ),
    )
    creditors_see = "nothing"

    debtor_id: Mapped[uuid.UUID] = references("debtors")
    case_id: Mapped[uuid.UUID] = references("cases")
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    file_key: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)

    debtor: Mapped[Debtor] = belongs_to("DataExport.debtor_id", "Debtor", viewonly=True)
    case: Mapped[Case] = belongs_to("DataExport.case_id", "Case", viewonly=True)

    @property
    def is_open(self) -> bool:
        """Whether its file can still be fetched."""
        return self.expires_at is not None and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether its time has run out."""
        return self.removed_at is not None or (
            self.expires_at is not None and self.expires_at <= clock.now()
        )
