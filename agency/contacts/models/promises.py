"""Promises to pay, and what the agency lets its collectors accept."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case
from agency.contacts.kinds import PromiseState
from portal import clock
from portal.money import Money, money_of
from portal.tenancy import TenantScoped, belongs_to, references


class Promise(TenantScoped):
    """An amount that a debtor promised to pay by a day. Whether it did is read off the books."""

    __tablename__ = "promises"
    __table_args__ = (
        Index("ix_promises_case", "agency_id", "case_id", "id"),
        Index(
            "uq_promises_running",
            "agency_id",
            "case_id",
            unique=True,
            postgresql_where=text("state = 'running'"),
        ),
        Index(
            "ix_promises_due",
            "agency_id",
            "due_on",
            "id",
            postgresql_where=text("state = 'running'"),
        ),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint(
            "state in ('running', 'kept', 'partly_kept', 'broken', 'ended')", name="state"
        ),
        CheckConstraint("state <> 'ended' or ended_at is not null", name="ended"),
        CheckConstraint("(beyond_why = '') = (allowed_by is null)", name="beyond"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    amount_minor: Mapped[int]
    currency: Mapped[str]
    due_on: Mapped[date]
    channel: Mapped[str]
    """How it was heard: a channel of the law, or `portal`."""
    beyond_why: Mapped[str] = mapped_column(default="")
    """Why a manager let it go beyond the limits."""
    allowed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by: Mapped[str]
    state: Mapped[str] = mapped_column(default=PromiseState.RUNNING)
    received_minor: Mapped[int] = mapped_column(default=0)
    """What came in for it when it was last judged."""
    judged_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When it was taken back or its case was closed; money that came later is not for it."""
    ended_why: Mapped[str] = mapped_column(default="")
    reminder_at: Mapped[datetime | None]
    """When a reminder of it was asked for."""
    reminded_at: Mapped[datetime | None]

    case: Mapped[Case] = belongs_to("Promise.case_id", "Case", viewonly=True)
    amount = money_of("amount_minor")
    received = money_of("received_minor")

    @property
    def is_running(self) -> bool:
        """Whether its day has not passed and it is not kept yet."""
        return self.state == PromiseState.RUNNING

    @property
    def left(self) -> Money:
        """What is still to come of it."""
        return Money(max(self.amount_minor - self.received_minor, 0), self.currency)


class PromiseLimits(TenantScoped):
    """How far a collector may go with a promise; beyond, a manager says why."""

    __tablename__ = "promise_limits"
    __table_args__ = (
        UniqueConstraint("agency_id"),
        CheckConstraint("days between 1 and 90", name="days"),
        CheckConstraint("percent between 1 and 100", name="percent"),
    )
    creditors_see = "nothing"

    days: Mapped[int] = mapped_column(default=14)
    """The longest time ahead."""
    percent: Mapped[int] = mapped_column(default=25)
    """The smallest share of what is owed."""
