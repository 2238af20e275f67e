"""How far a creditor lets plans and settlements on its claims go; each change is a new version."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.clients.models import Agreement
from agency.plans.kinds import Beyond, Interest, Side
from agency.plans.limits import Floor, Limits
from portal import clock
from portal.accounts.models import User
from portal.money import Money
from portal.tenancy import TenantScoped, belongs_to, references


class PlanTerms(TenantScoped):
    """The limits of one agreement. The latest version holds; where there is none, the cautious ones."""

    __tablename__ = "plan_terms"
    __table_args__ = (
        UniqueConstraint("agency_id", "agreement_id", "version"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("side in ('agency', 'creditor')", name="side"),
        CheckConstraint("shortest between 1 and longest and longest <= 60", name="longest"),
        CheckConstraint("smallest_minor >= 100", name="smallest"),
        CheckConstraint("first_percent between 0 and 90", name="first_percent"),
        CheckConstraint("grace_days between 1 and 30", name="grace_days"),
        CheckConstraint("interest in ('runs', 'waived')", name="interest"),
        CheckConstraint("beyond in ('collector', 'manager', 'creditor')", name="beyond"),
        CheckConstraint("answer_days between 2 and 14", name="answer_days"),
        CheckConstraint("jsonb_typeof(floors) = 'array'", name="floors"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    agreement_id: Mapped[uuid.UUID] = references("agreements")
    version: Mapped[int] = mapped_column(default=1)
    side: Mapped[str] = mapped_column(default=Side.AGENCY)
    """Whose people wrote it down."""
    shortest: Mapped[int] = mapped_column(default=2)
    longest: Mapped[int] = mapped_column(default=6)
    smallest_minor: Mapped[int] = mapped_column(default=2_500)
    """The smallest instalment, in the minor units of the case's currency."""
    first_percent: Mapped[int] = mapped_column(default=0)
    interest: Mapped[str] = mapped_column(default=Interest.RUNS)
    grace_days: Mapped[int] = mapped_column(default=7)
    """How long after its day an instalment may still come before the plan is broken."""
    floors: Mapped[list[Any]] = mapped_column(default=list)
    """The least of a settlement: `age_days`, `balance_minor` and `percent`; none means no settlement."""
    beyond: Mapped[str] = mapped_column(default=Beyond.MANAGER)
    """Who may go beyond, with a reason: every collector, a manager, or only the creditor itself."""
    answer_days: Mapped[int] = mapped_column(default=5)
    """How many days the creditor has to answer a question beyond them."""
    changed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

    agreement: Mapped[Agreement] = belongs_to("PlanTerms.agreement_id", "Agreement", viewonly=True)
    writer: Mapped[User | None] = relationship(
        User, primaryjoin="foreign(PlanTerms.changed_by) == User.id", viewonly=True
    )

    def limits(self, currency: str) -> Limits:
        """The same as the rules want it, for cases of a currency."""
        return Limits(
            shortest=self.shortest,
            longest=self.longest,
            smallest=Money(self.smallest_minor, currency),
            first_percent=self.first_percent,
            waives_interest=self.interest == Interest.WAIVED,
            grace_days=self.grace_days,
            floors=tuple(
                Floor(it["age_days"], Money(it["balance_minor"], currency), it["percent"])
                for it in self.floors
            ),
        )


def cautious() -> PlanTerms:
    """The terms where a creditor has said nothing: short plans, full interest, no settlement."""
    return PlanTerms(
        shortest=2,
        longest=6,
        smallest_minor=2_500,
        first_percent=0,
        interest=Interest.RUNS,
        grace_days=7,
        floors=[],
        beyond=Beyond.MANAGER,
        answer_days=5,
    )
