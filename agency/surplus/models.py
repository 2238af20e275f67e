"""What debtors said of what they paid too much, and after how many days the office is reminded."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case
from portal import clock
from portal.money import money_of
from portal.tenancy import TenantScoped, belongs_to, references


class SurplusChoice(TenantScoped):
    """A debtor's word on what becomes of its money: used for a case, or paid back; kept as shown.

    A wish to have it back waits for finance until it has ended.
    """

    __tablename__ = "surplus_choices"
    __table_args__ = (
        UniqueConstraint("agency_id", "form_key"),
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_surplus_choices_case", "agency_id", "case_id", "id"),
    )
    creditors_see = "nothing"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    to_case_id: Mapped[uuid.UUID | None] = references("cases")
    """For which case it is used; None where it is to be paid back."""
    form_key: Mapped[uuid.UUID]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    said_by: Mapped[str] = mapped_column(default="")
    """Who said it to us; empty for a click on the debtor's own page."""
    channel: Mapped[str]
    shown: Mapped[str]
    """The question with its answers, word for word, and the one that was chosen."""
    locale: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    chosen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    case: Mapped[Case] = belongs_to("SurplusChoice.case_id", "Case", viewonly=True)
    to_case: Mapped[Case | None] = belongs_to("SurplusChoice.to_case_id", "Case", viewonly=True)
    amount = money_of("amount_minor")

    @property
    def is_wish(self) -> bool:
        """Whether the money is to be paid back."""
        return self.to_case_id is None


class SurplusSettings(TenantScoped):
    """After how many days finance is reminded of money that waits, and when it was last."""

    __tablename__ = "surplus_settings"
    __table_args__ = (
        UniqueConstraint("agency_id"),
        CheckConstraint("days between 1 and 90", name="days"),
    )
    creditors_see = "nothing"

    days: Mapped[int]
    reminded_on: Mapped[date | None]
