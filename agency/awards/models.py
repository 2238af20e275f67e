"""What a court awarded in costs, and above which amount a second person looks at it."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.cases.models import Case, Claim
from agency.files.models import CaseFile
from portal import clock
from portal.accounts.models import User
from portal.money import money_of
from portal.tenancy import TenantScoped, belongs_to, references


class CourtAward(TenantScoped):
    """Costs that a judgment adds to a claim. Owed once it is in the books, and until it is reversed."""

    __tablename__ = "court_awards"
    __table_args__ = (
        UniqueConstraint("agency_id", "form_key"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("decided_by <> entered_by or is_refused", name="two_people"),
        CheckConstraint("(decided_at is null) = (decided_by is null)", name="decided_whole"),
        CheckConstraint("not is_refused or entry_id is null", name="refused"),
        CheckConstraint("(reversed_at is null) = (reversed_by is null)", name="reversed_whole"),
        Index("ix_court_awards_case", "agency_id", "case_id", "id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    claim_id: Mapped[uuid.UUID] = references("claims")
    case_file_id: Mapped[uuid.UUID] = references("case_files")
    """The judgment itself."""
    form_key: Mapped[uuid.UUID]
    court: Mapped[str]
    judged_on: Mapped[date]
    reference: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    """The second person, where the amount asks for one."""
    decided_at: Mapped[datetime | None]
    is_refused: Mapped[bool] = mapped_column(default=False)
    entry_id: Mapped[uuid.UUID | None] = references("entries")
    reversed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    reversed_at: Mapped[datetime | None]
    reversed_why: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = belongs_to("CourtAward.case_id", "Case", viewonly=True)
    claim: Mapped[Claim] = belongs_to("CourtAward.claim_id", "Claim", viewonly=True)
    judgment: Mapped[CaseFile] = belongs_to("CourtAward.case_file_id", "CaseFile", viewonly=True)
    enterer: Mapped[User] = relationship(User, foreign_keys=[entered_by], viewonly=True)
    amount = money_of("amount_minor")

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.entry_id is None and not self.is_refused

    @property
    def is_owed(self) -> bool:
        """Whether it is in the books and was not taken back."""
        return self.entry_id is not None and self.reversed_at is None


class AwardLimit(TenantScoped):
    """Above so much, a second person approves an award; nobody where the agency set none."""

    __tablename__ = "award_limits"
    __table_args__ = (
        UniqueConstraint("agency_id"),
        CheckConstraint("limit_minor >= 0", name="limit"),
    )
    creditors_see = "nothing"

    limit_minor: Mapped[int | None]
