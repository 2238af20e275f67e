"""A plan or settlement beyond the limits that was put before the creditor, and what it answered."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case
from agency.plans.kinds import Answer
from agency.plans.models.plans import Plan
from portal import clock
from portal.money import Money, money_of
from portal.tenancy import TenantScoped, belongs_to, references

_OPEN = "answer = ''"


class Referral(TenantScoped):
    """A question to the creditor with a day to answer by; of a plan, or of an amount to settle for."""

    __tablename__ = "plan_referrals"
    __table_args__ = (
        Index("ix_plan_referrals_case", "agency_id", "case_id", "id"),
        Index(
            "uq_plan_referrals_open",
            "agency_id",
            "case_id",
            unique=True,
            postgresql_where=text(_OPEN),
        ),
        Index("ix_plan_referrals_creditor", "agency_id", "creditor_id", "answer_by", "id"),
        CheckConstraint("(plan_id is null) = (amount_minor is not null)", name="about"),
        CheckConstraint("(amount_minor is null) = (pay_by is null)", name="pay_by"),
        CheckConstraint("amount_minor > 0 and amount_minor < owed_minor", name="amount"),
        CheckConstraint(
            "answer in ('', 'approved', 'refused', 'countered', 'withdrawn')", name="answer"
        ),
        CheckConstraint("(answer = '') = (answered_at is null)", name="answered"),
        CheckConstraint(
            "(answer = 'countered') = (counter_minor is not null or counter_count is not null)",
            name="countered",
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    plan_id: Mapped[uuid.UUID | None] = references("plans")
    amount_minor: Mapped[int | None]
    """What would settle the case, where no plan is asked about."""
    pay_by: Mapped[date | None]
    owed_minor: Mapped[int]
    """What was owed when it was asked."""
    currency: Mapped[str]
    bearable_minor: Mapped[int | None]
    """What the debtor can bear each month, where it lets the creditor know."""
    why: Mapped[str]
    """Why the agency asks."""
    asked_by: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer_by: Mapped[date]
    reminded_at: Mapped[datetime | None]
    """When the creditor was reminded that its day comes."""
    answer: Mapped[str] = mapped_column(default="")
    answer_why: Mapped[str] = mapped_column(default="")
    counter_minor: Mapped[int | None]
    """What the creditor would take instead: an instalment of a plan, or an amount that settles."""
    counter_count: Mapped[int | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    carried_out_at: Mapped[datetime | None]
    """When a job of the agency did what was answered, or found that it cannot be done any more."""

    case: Mapped[Case] = belongs_to("Referral.case_id", "Case", viewonly=True)
    plan: Mapped[Plan | None] = belongs_to("Referral.plan_id", "Plan", viewonly=True)
    owed = money_of("owed_minor")

    @property
    def is_open(self) -> bool:
        """Whether the creditor's answer is waited for."""
        return not self.answer

    @property
    def is_late(self) -> bool:
        """Whether the creditor's day has passed without an answer."""
        return self.is_open and self.answer_by < clock.today()

    @property
    def amount(self) -> Money | None:
        """What would settle the case."""
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency)

    @property
    def bearable(self) -> Money | None:
        """What the debtor can bear each month."""
        return None if self.bearable_minor is None else Money(self.bearable_minor, self.currency)

    @property
    def counter(self) -> Money | None:
        """What the creditor would take instead."""
        return None if self.counter_minor is None else Money(self.counter_minor, self.currency)

    @property
    def is_countered(self) -> bool:
        """Whether the creditor would take something else."""
        return self.answer == Answer.COUNTERED
