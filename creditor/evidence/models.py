"""Documents that prove a claim. Immutable, hashed, checked."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.tenancy import TenantScoped, references


class EvidenceKind(StrEnum):
    """What a document proves."""

    INVOICE = "invoice"
    ORDER = "order"
    CONTRACT = "contract"
    DELIVERY_PROOF = "delivery_proof"
    REMINDER = "reminder"
    CORRESPONDENCE = "correspondence"
    ACKNOWLEDGEMENT = "acknowledgement"


class Document(TenantScoped):
    """One piece of evidence: of a row that is being prepared, then of the claim it becomes."""

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_row", "agency_id", "row_id"),
        Index("ix_documents_case", "agency_id", "case_id", "id"),
        UniqueConstraint(
            "agency_id", "row_id", "claim_id", "sha256", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("row_id is not null or claim_id is not null", name="of_something"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    row_id: Mapped[uuid.UUID | None] = references("batch_rows")
    claim_id: Mapped[uuid.UUID | None] = references("claims")
    case_id: Mapped[uuid.UUID | None] = references("cases")
    kind: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    file_key: Mapped[str]
    shown_to_debtor: Mapped[bool] = mapped_column(default=True)
    uploaded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]
