"""Remittances: client money paid out to a creditor, each line of which is a payment's allocation."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.clients.models import Creditor
from agency.payments.models import Allocation
from portal import clock
from portal.money import money_of
from portal.tenancy import TenantScoped, belongs_to, has_many, references


class RemittanceState(StrEnum):
    """How far a remittance is."""

    PREPARED = "prepared"
    APPROVED = "approved"
    """Paid out in the books; its statement and bank file are being written."""
    SENT = "sent"
    CANCELLED = "cancelled"


class Remittance(TenantScoped):
    """What a creditor is paid for a period: prepared by one person, approved by another."""

    __tablename__ = "remittances"
    __table_args__ = (
        UniqueConstraint("agency_id", "number"),
        Index("ix_remittances_creditor", "agency_id", "creditor_id", "number"),
        Index(
            "uq_remittances_prepared",
            "agency_id",
            "creditor_id",
            "currency",
            unique=True,
            postgresql_where=text("approved_at is null and cancelled_at is null"),
        ),
        CheckConstraint("approved_by <> prepared_by", name="four_eyes"),
        CheckConstraint("(approved_at is null) = (approved_by is null)", name="approved_by"),
        CheckConstraint("approved_at is null or cancelled_at is null", name="decided_once"),
        CheckConstraint("net_minor = collected_minor - fee_minor - fee_vat_minor", name="net"),
        CheckConstraint("net_minor > 0", name="pays_out"),
        CheckConstraint("(approved_at is null) = (entry_id is null)", name="posted_when_approved"),
        CheckConstraint(
            "sent_at is null or (approved_at is not null and (statement_key <> '' "
            "and csv_key <> '' and bank_file_key <> '' or files_erased_at is not null))",
            name="written_when_sent",
        ),
    )
    creditors_see = "creditor_id"

    number: Mapped[int]
    creditor_id: Mapped[uuid.UUID] = references("creditors")
    period_from: Mapped[date]
    period_to: Mapped[date]
    currency: Mapped[str]
    collected_minor: Mapped[int]
    fee_minor: Mapped[int]
    fee_vat_minor: Mapped[int]
    net_minor: Mapped[int]
    payout_iban: Mapped[str]
    payout_bic: Mapped[str] = mapped_column(default="")
    prepared_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    prepared_at: Mapped[datetime] = mapped_column(default=clock.now)
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
    cancelled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    cancelled_at: Mapped[datetime | None]
    entry_id: Mapped[uuid.UUID | None] = references("entries")
    statement_key: Mapped[str] = mapped_column(default="")
    statement_sha256: Mapped[str] = mapped_column(default="")
    csv_key: Mapped[str] = mapped_column(default="")
    bank_file_key: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    files_erased_at: Mapped[datetime | None]
    """When its files went, since the books' time had run out."""

    creditor: Mapped[Creditor] = belongs_to("Remittance.creditor_id", "Creditor", viewonly=True)
    lines: Mapped[list["RemittanceLine"]] = has_many(
        "RemittanceLine.remittance_id", "Remittance", order_by="RemittanceLine.id", viewonly=True
    )
    collected = money_of("collected_minor")
    fee = money_of("fee_minor")
    fee_vat = money_of("fee_vat_minor")
    net = money_of("net_minor")

    @property
    def reference(self) -> str:
        """What its statement and its transfer are called: `R-2026-0031`."""
        return f"R-{self.period_to:%Y}-{self.number:04d}"

    @property
    def has_files(self) -> bool:
        """Whether its statement and bank file can be fetched."""
        return self.sent_at is not None and self.files_erased_at is None

    @property
    def state(self) -> RemittanceState:
        """How far it is."""
        if self.cancelled_at:
            return RemittanceState.CANCELLED
        if self.sent_at:
            return RemittanceState.SENT
        return RemittanceState.APPROVED if self.approved_at else RemittanceState.PREPARED


class RemittanceLine(TenantScoped):
    """One allocation in a remittance. An allocation is remitted once."""

    __tablename__ = "remittance_lines"
    __table_args__ = (
        UniqueConstraint("agency_id", "allocation_id"),
        Index("ix_remittance_lines_remittance", "agency_id", "remittance_id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    remittance_id: Mapped[uuid.UUID] = references("remittances")
    allocation_id: Mapped[uuid.UUID] = references("allocations")

    allocation: Mapped[Allocation] = belongs_to(
        "RemittanceLine.allocation_id", "Allocation", viewonly=True
    )
