"""An agreement to take less than the balance, if it is paid by a day."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case
from agency.plans.kinds import SettlementState
from portal import clock
from portal.money import money_of
from portal.tenancy import TenantScoped, belongs_to, references

_ALIVE = "state in ('offered', 'agreed')"


class Settlement(TenantScoped):
    """Less than the balance, in force if it is paid by its day. Whether it was is read off the books."""

    __tablename__ = "settlements"
    __table_args__ = (
        Index("ix_settlements_case", "agency_id", "case_id", "id"),
        Index(
            "uq_settlements_alive",
            "agency_id",
            "case_id",
            unique=True,
            postgresql_where=text(_ALIVE),
        ),
        Index("ix_settlements_due", "agency_id", "pay_by", "id", postgresql_where=text(_ALIVE)),
        CheckConstraint("amount_minor > 0 and amount_minor < balance_minor", name="amount"),
        CheckConstraint(
            "state in ('offered', 'agreed', 'in_force', 'void', 'ended')", name="state"
        ),
        CheckConstraint("(beyond_why = '') = (allowed_by is null)", name="beyond"),
        CheckConstraint("(state = 'in_force') = (entry_id is not null)", name="in_force"),
        CheckConstraint(
            "state not in ('agreed', 'in_force') or agreed_at is not null", name="agreed"
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    state: Mapped[str]
    channel: Mapped[str]
    amount_minor: Mapped[int]
    balance_minor: Mapped[int]
    """What was owed when it was offered."""
    currency: Mapped[str]
    pay_by: Mapped[date]
    beyond_why: Mapped[str] = mapped_column(default="")
    allowed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    made_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    shown: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was shown before it was agreed to, word for word; `shown_hash` is its SHA-256."""
    shown_hash: Mapped[str] = mapped_column(default="")
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[str] = mapped_column(default="")
    agreed_ip: Mapped[str] = mapped_column(default="")
    agreed_with: Mapped[str] = mapped_column(default="")
    entry_id: Mapped[uuid.UUID | None] = references("entries")
    """The entry that wrote the rest off, while it stands."""
    letter_key: Mapped[str] = mapped_column(default="")
    """The confirmation as it was written, in the storage; `letter_hash` is its SHA-256."""
    letter_hash: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = belongs_to("Settlement.case_id", "Case", viewonly=True)
    amount = money_of("amount_minor")
    balance = money_of("balance_minor")

    @property
    def is_agreed(self) -> bool:
        """Whether its payment is waited for."""
        return self.state == SettlementState.AGREED

    @property
    def is_alive(self) -> bool:
        """Whether it is offered or its payment is waited for."""
        return self.state in (SettlementState.OFFERED, SettlementState.AGREED)

    @property
    def may_be_agreed(self) -> bool:
        """Whether it is an offer whose day has not passed."""
        return self.state == SettlementState.OFFERED and clock.today() <= self.pay_by
