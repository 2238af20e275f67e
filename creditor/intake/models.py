"""What a creditor is about to hand over: a batch of rows, checked and quoted, accepted whole by row."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.law.vocabulary import DebtorKind
from creditor.intake.problems import problem_from
from portal import clock
from portal.money import Money
from portal.tenancy import TenantScoped, belongs_to, has_many, references


class Batch(TenantScoped):
    """Claims prepared together, by form or from one file; becomes a placement when accepted."""

    __tablename__ = "batches"
    __table_args__ = (
        Index("ix_batches_creditor", "agency_id", "creditor_id", "id"),
        CheckConstraint("source in ('form', 'csv', 'einvoice', 'xlsx')", name="source"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    source: Mapped[str]
    file_name: Mapped[str] = mapped_column(default="")
    file_key: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]
    """When the whole file had been read and checked."""
    problem: Mapped[str] = mapped_column(default="")
    """Why the file as a whole could not be taken in."""
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_refused: Mapped[int] = mapped_column(default=0)
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    placement_id: Mapped[uuid.UUID | None] = references("placements")
    placed_at: Mapped[datetime | None]
    """When every accepted row had become a claim."""
    discarded_at: Mapped[datetime | None]

    rows: Mapped[list["Row"]] = has_many(
        "Row.batch_id", "Batch", order_by="Row.line", viewonly=True
    )

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed, accepted or discarded."""
        return self.accepted_at is None and self.discarded_at is None


class Row(TenantScoped):
    """One claim of a batch: accepted whole, or refused with its reasons."""

    __tablename__ = "batch_rows"
    __table_args__ = (
        UniqueConstraint("agency_id", "batch_id", "line"),
        UniqueConstraint("agency_id", "claim_id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    batch_id: Mapped[uuid.UUID] = references("batches")
    line: Mapped[int]
    claim: Mapped[dict[str, Any]]
    """The claim as it was read, in the field names of claim_row.py; empty if unreadable."""
    errors: Mapped[list[Any]]
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    """Kinds of the documents that were added to it."""
    fee_percent: Mapped[Decimal | None]
    """The success fee quoted, in percent; none for a row that is refused."""
    fee_reasons: Mapped[list[Any]] = mapped_column(default=list)
    claim_id: Mapped[uuid.UUID | None] = references("claims")

    batch: Mapped[Batch] = belongs_to("Row.batch_id", "Batch", viewonly=True)

    @property
    def is_refused(self) -> bool:
        """Whether it cannot become a claim as it is."""
        return bool(self.errors)

    @property
    def reasons(self) -> list[str]:
        """Why it is refused, each in words that `said` puts into the reader's language."""
        return [problem_from(error) for error in self.errors]

    @property
    def principal(self) -> Money:
        """What is claimed; for a row that is not refused."""
        kept = self.claim["principal"]
        return Money(kept["minor"], kept["currency"])

    @property
    def due_on(self) -> date:
        """When it was due; for a row that is not refused."""
        return date.fromisoformat(self.claim["due_date"])

    @property
    def invoiced_on(self) -> date:
        """The invoice date; for a row that is not refused."""
        return date.fromisoformat(self.claim["invoice_date"])

    @property
    def reminded_on(self) -> date | None:
        """When the letter was sent that the law asks for before costs, as far as we were told."""
        sent_on = self.claim.get("reminded_on")
        return date.fromisoformat(sent_on) if sent_on else None

    @property
    def interest_from(self) -> date | None:
        """The first day of agreed interest, where one was named."""
        since = self.claim.get("agreed_interest_from")
        return date.fromisoformat(since) if since else None

    @property
    def is_consumer(self) -> bool:
        """Whether the debtor is a private person."""
        return bool(self.claim["debtor_kind"] == DebtorKind.CONSUMER)
