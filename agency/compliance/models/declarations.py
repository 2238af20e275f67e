"""Declarations about contact: who said what, heard by which way, until when, and taken back how."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case, Debtor
from portal import clock
from portal.tenancy import TenantScoped, belongs_to, references


class Declaration(TenantScoped):
    """What somebody declared about approaching a debtor. Never changed; ended by being revoked.

    It belongs to the debtor, so that it outlives its case. Creditors never see it.
    """

    __tablename__ = "declarations"
    __table_args__ = (
        Index("ix_declarations_debtor", "agency_id", "debtor_id", "id"),
        Index(
            "uq_declarations_running",
            "agency_id",
            "debtor_id",
            "kind",
            "channel",
            unique=True,
            postgresql_where=text("revoked_at is null and kind <> 'inconvenient'"),
        ),
        CheckConstraint(
            "(kind in ('opt_out', 'consent', 'preferred_channel')) = (channel <> '')",
            name="channel_of_kind",
        ),
        CheckConstraint("(kind = 'vulnerable') = (basis <> '')", name="basis_of_kind"),
        CheckConstraint("(kind = 'language') = (locale <> '')", name="locale_of_kind"),
        CheckConstraint("(kind = 'inconvenient') = (from_hour is not null)", name="hours_of_kind"),
        CheckConstraint(
            "from_hour is null or (0 <= from_hour and from_hour < before_hour and before_hour <= 24)",
            name="hours",
        ),
        CheckConstraint("(revoked_at is null) = (revoked_source = '')", name="revoked_by_a_way"),
    )
    creditors_see = "nothing"

    debtor_id: Mapped[uuid.UUID] = references("debtors")
    case_id: Mapped[uuid.UUID | None] = references("cases")
    """The case on which it was heard."""
    kind: Mapped[str]
    channel: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="")
    basis: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    """The lawyer, mediator or trustee to turn to."""
    address: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    """What we adapt, for a vulnerable person; for others a note. Never anything about health."""
    days: Mapped[list[Any]] = mapped_column(default=list)
    """On which days of the week an hour does not suit, Monday being 0; all when empty."""
    from_hour: Mapped[int | None]
    before_hour: Mapped[int | None]
    declared_on: Mapped[date]
    until_on: Mapped[date | None]
    """The last day on which it holds; none when it holds until it is revoked."""
    source: Mapped[str]
    document_key: Mapped[str] = mapped_column(default="")
    document_name: Mapped[str] = mapped_column(default="")
    document_type: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(default="")
    revoked_source: Mapped[str] = mapped_column(default="")
    revoked_text: Mapped[str] = mapped_column(default="")

    debtor: Mapped[Debtor] = belongs_to("Declaration.debtor_id", "Debtor", viewonly=True)
    case: Mapped[Case | None] = belongs_to("Declaration.case_id", "Case", viewonly=True)

    @property
    def is_running(self) -> bool:
        """Whether it holds today."""
        return self.revoked_at is None and (self.until_on is None or self.until_on >= clock.today())
