"""Interest rates as people entered them, each with its source and a second person's word."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.tenancy import TenantScoped


class EnteredRate(TenantScoped):
    """A published rate of a country, from a day on. It counts once a second person confirmed it."""

    __tablename__ = "entered_rates"
    __table_args__ = (
        CheckConstraint("percent between 0 and 100", name="percent"),
        CheckConstraint("source <> ''", name="source"),
        CheckConstraint("confirmed_by <> entered_by", name="four_eyes"),
        CheckConstraint("(confirmed_at is null) = (confirmed_by is null)", name="confirmed"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_by is null)", name="withdrawn"),
        Index(
            "uq_entered_rates_standing",
            "agency_id",
            "country",
            "kind",
            "valid_from",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
    )
    creditors_see = "read"

    country: Mapped[str]
    kind: Mapped[str]
    valid_from: Mapped[date]
    percent: Mapped[Decimal]
    source: Mapped[str]
    read_on: Mapped[date]
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None]
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]

    enterer: Mapped[User] = relationship(
        User, primaryjoin="foreign(EnteredRate.entered_by) == User.id", viewonly=True
    )
    confirmer: Mapped[User | None] = relationship(
        User, primaryjoin="foreign(EnteredRate.confirmed_by) == User.id", viewonly=True
    )
