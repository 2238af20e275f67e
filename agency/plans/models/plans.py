"""A payment plan, its instalments as agreed, and the one that was put off."""

import uuid
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, query_expression

from agency.cases.models import Case
from agency.plans.kinds import OPEN, Interest, PlanState
from agency.plans.models.terms import PlanTerms
from agency.plans.schedule import Due
from portal import clock
from portal.errors import Refused
from portal.money import Money, money_of
from portal.tenancy import TenantScoped, belongs_to, has_many, references

_ALIVE = "state in ('asked', 'offered', 'running')"


class Plan(TenantScoped):
    """Agreed instalments on a case. How it stands is read off the books."""

    __tablename__ = "plans"
    __table_args__ = (
        Index("ix_plans_case", "agency_id", "case_id", "id"),
        Index("uq_plans_alive", "agency_id", "case_id", unique=True, postgresql_where=text(_ALIVE)),
        Index("ix_plans_next", "agency_id", "next_on", "id", postgresql_where=text(_ALIVE)),
        Index(
            "ix_plans_agreed",
            "agency_id",
            "agreed_at",
            postgresql_where=text("agreed_at is not null"),
        ),
        CheckConstraint("total_minor > 0", name="total"),
        CheckConstraint(
            "state in ('asked', 'offered', 'running', 'completed', 'broken', 'ended')", name="state"
        ),
        CheckConstraint("interest in ('runs', 'waived')", name="interest"),
        CheckConstraint("day between 1 and 31", name="day"),
        CheckConstraint("(beyond_why = '') = (allowed_by is null)", name="beyond"),
        CheckConstraint("state <> 'running' or agreed_at is not null", name="agreed"),
        CheckConstraint("state <> 'ended' or ended_at is not null", name="ended"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    state: Mapped[str]
    channel: Mapped[str]
    """How it was agreed: `portal`, or a channel of the law."""
    total_minor: Mapped[int]
    """The balance that it was made for."""
    currency: Mapped[str]
    day: Mapped[int]
    """The day of the month that was chosen."""
    interest: Mapped[str] = mapped_column(default=Interest.RUNS)
    interest_minor: Mapped[int] = mapped_column(default=0)
    """All interest that had been charged when it was agreed; what came since may be waived."""
    grace_days: Mapped[int]
    terms_id: Mapped[uuid.UUID | None] = references("plan_terms")
    """The version of the creditor's limits that it was made under; none where none was written down."""
    beyond_why: Mapped[str] = mapped_column(default="")
    """Why somebody let it go beyond the creditor's limits."""
    allowed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    made_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    open_until: Mapped[date]
    """Through which day an offer may be agreed to, or a question is to be answered."""
    shown: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was shown before it was agreed to, word for word; `shown_hash` is its SHA-256."""
    shown_hash: Mapped[str] = mapped_column(default="")
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[str] = mapped_column(default="")
    """The name of who agreed, as typed or as heard."""
    agreed_ip: Mapped[str] = mapped_column(default="")
    agreed_with: Mapped[str] = mapped_column(default="")
    """The browser, where it was agreed to by click."""
    needs_guarantor: Mapped[bool] = mapped_column(default=False)
    """Whether it begins only once somebody whom the debtor names has signed for it."""
    next_on: Mapped[date | None]
    """The day of the instalment that is to be paid next, when it was last judged."""
    next_minor: Mapped[int] = mapped_column(default=0)
    late_minor: Mapped[int] = mapped_column(default=0)
    judged_at: Mapped[datetime | None]
    reminder_for: Mapped[date | None]
    """The day of the last instalment of which a reminder was asked for."""
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(default="")
    risk: Mapped[str | None] = query_expression()
    """Why it may not hold, where a query asks for it."""
    card_risk: Mapped[str | None] = query_expression()
    """What is the matter with the card it is paid by, where a query asks for it."""
    letter_key: Mapped[str] = mapped_column(default="")
    """The confirmation as it was written, in the storage; `letter_hash` is its SHA-256."""
    letter_hash: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = belongs_to("Plan.case_id", "Case", viewonly=True)
    terms: Mapped[PlanTerms | None] = belongs_to("Plan.terms_id", "PlanTerms", viewonly=True)
    instalments: Mapped[list["Instalment"]] = has_many(
        "Instalment.plan_id", "Plan", order_by="Instalment.number", viewonly=True
    )
    deferrals: Mapped[list["Deferral"]] = has_many(
        "Deferral.plan_id", "Plan", order_by="Deferral.id", viewonly=True
    )
    total = money_of("total_minor")
    next_amount = money_of("next_minor")
    late_amount = money_of("late_minor")

    @property
    def as_seen(self) -> str:
        """What comes next, by which a form tells that it was made for the plan as it is."""
        return f"{self.next_on}:{self.next_minor}"

    def must_be_as(self, seen: str) -> None:
        """Refuse a second press, and a press on a page that is no longer true; asked under the lock."""
        if seen != self.as_seen:
            raise Refused(_("This plan has changed meanwhile. Look at it again."))

    @property
    def is_running(self) -> bool:
        """Whether it is agreed and kept so far."""
        return self.state == PlanState.RUNNING

    @property
    def is_open(self) -> bool:
        """Whether it waits to be agreed to."""
        return self.state in OPEN

    @property
    def is_alive(self) -> bool:
        """Whether it is agreed or waits for that."""
        return self.is_running or self.is_open

    @property
    def may_be_agreed(self) -> bool:
        """Whether it is an offer whose day has not passed."""
        return self.state == PlanState.OFFERED and clock.today() <= self.open_until

    @property
    def limits_version(self) -> int:
        """The number of the version of the limits it was made under; 0 for the cautious ones."""
        return self.terms.version if self.terms else 0

    @property
    def waives_interest(self) -> bool:
        """Whether no interest is asked while it is kept."""
        return self.interest == Interest.WAIVED

    @property
    def dues(self) -> tuple[Due, ...]:
        """The instalments as agreed, put off where they were."""
        return tuple(
            Due(it.number, it.due_on, Money(it.amount_minor, self.currency))
            for it in self.instalments
        )


class Instalment(TenantScoped):
    """A day and an amount of a plan, as agreed. What was paid of it is worked out from the books."""

    __tablename__ = "instalments"
    __table_args__ = (
        UniqueConstraint("agency_id", "plan_id", "number"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("number > 0", name="number"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    plan_id: Mapped[uuid.UUID] = references("plans")
    number: Mapped[int]
    due_on: Mapped[date]
    amount_minor: Mapped[int]


class Deferral(TenantScoped):
    """An instalment was put off by a month, and all after it. Once in a plan by the debtor itself."""

    __tablename__ = "deferrals"
    __table_args__ = (
        Index("ix_deferrals_plan", "agency_id", "plan_id", "id"),
        Index(
            "uq_deferrals_own",
            "agency_id",
            "plan_id",
            unique=True,
            postgresql_where=text("deferred_by = 'debtor'"),
        ),
        CheckConstraint("until_on > from_on", name="until_on"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    plan_id: Mapped[uuid.UUID] = references("plans")
    number: Mapped[int]
    from_on: Mapped[date]
    until_on: Mapped[date]
    deferred_by: Mapped[str]
    deferred_at: Mapped[datetime] = mapped_column(default=clock.now)
