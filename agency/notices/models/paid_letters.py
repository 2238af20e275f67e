"""The letter that says that all is paid, one for each time a case ends that way."""

import uuid
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case, Closure
from portal import clock
from portal.tenancy import TenantScoped, belongs_to, references


class PaidLetter(TenantScoped):
    """A debtor's proof that nothing is owed any more, kept as it was written."""

    __tablename__ = "paid_letters"
    __table_args__ = (
        UniqueConstraint("agency_id", "closure_id"),
        Index("ix_paid_letters_case", "agency_id", "case_id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    closure_id: Mapped[uuid.UUID] = references("closures")
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    file_key: Mapped[str]
    file_hash: Mapped[str]
    """SHA-256 of the file."""
    file_size: Mapped[int]
    told_at: Mapped[datetime | None]
    """When it was mailed, if it was."""

    case: Mapped[Case] = belongs_to("PaidLetter.case_id", "Case", viewonly=True)
    closure: Mapped[Closure] = belongs_to("PaidLetter.closure_id", "Closure", viewonly=True)
