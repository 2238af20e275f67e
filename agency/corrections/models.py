"""Corrections of claims, as they were made."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.cases.models import Claim
from portal import clock
from portal.accounts.models import User
from portal.money import money_of
from portal.tenancy import TenantScoped, belongs_to, references


class CorrectionKind(StrEnum):
    """What was wrong of a claim."""

    CREDIT_NOTE = "credit_note"
    DUE_DATE = "due_date"
    WITHDRAWAL = "withdrawal"
    INTEREST = "interest"
    CIRCUMSTANCES = "circumstances"
    DESCRIPTION = "description"


class Correction(TenantScoped):
    """Something that was mended of a claim after it was accepted: what, why, and by whom.

    A credit note counts from a day: from the due date where that part was never owed.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint(
            "kind in ('credit_note', 'due_date', 'withdrawal', "
            "'interest', 'circumstances', 'description')",
            name="kind",
        ),
        CheckConstraint(
            "case kind when 'due_date' then due_before <> due_after and amount_minor = 0 "
            "when 'credit_note' then amount_minor > 0 and counts_from is not null "
            "and reference <> '' and entry_id is not null else why <> '' end "
            "and (changes is not null) = (kind in ('interest', 'circumstances', 'description'))",
            name="whole",
        ),
        Index("ix_corrections_case", "agency_id", "case_id", "id"),
        Index(
            "uq_corrections_credit_note",
            "agency_id",
            "creditor_id",
            "claim_id",
            "reference",
            unique=True,
            postgresql_where="kind = 'credit_note'",
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    claim_id: Mapped[uuid.UUID] = references("claims")
    kind: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    """The number of the credit note."""
    amount_minor: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str]
    counts_from: Mapped[date | None]
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]
    changes: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """What a claim said before and says now, by the names of its columns: `{name: [old, new]}`."""
    why: Mapped[str] = mapped_column(default="")
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    entry_id: Mapped[uuid.UUID | None] = references("entries")

    claim: Mapped[Claim] = belongs_to("Correction.claim_id", "Claim", viewonly=True)
    maker: Mapped[User] = relationship(
        User, primaryjoin="foreign(Correction.made_by) == User.id", viewonly=True
    )
    amount = money_of("amount_minor")
