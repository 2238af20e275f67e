"""Rules by which cases find their collector."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from agency.clients.models import Creditor
from portal import clock
from portal.accounts.models import Membership
from portal.money import Money
from portal.tenancy import TenantScoped, belongs_to, has_many, references


class AssignmentRule(TenantScoped):
    """Which cases go to whom. The first by rank that fits and has somebody free decides."""

    __tablename__ = "assignment_rules"
    __table_args__ = (
        CheckConstraint("debtor_kind in ('', 'consumer', 'business')", name="debtor_kind"),
        CheckConstraint(
            "from_minor >= 0 and (below_minor is null or below_minor > from_minor)", name="band"
        ),
        Index("ix_assignment_rules_rank", "agency_id", "rank", "id"),
    )
    creditors_see = "nothing"

    rank: Mapped[int] = mapped_column(default=100)
    """Lower goes first."""
    creditor_id: Mapped[uuid.UUID | None] = references("creditors")
    countries: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    segments: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    debtor_kind: Mapped[str] = mapped_column(default="")
    currency: Mapped[str] = mapped_column(default="EUR")
    """Of its band."""
    from_minor: Mapped[int] = mapped_column(default=0)
    below_minor: Mapped[int | None]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    creditor: Mapped[Creditor | None] = belongs_to(
        "AssignmentRule.creditor_id", "Creditor", viewonly=True
    )
    takers: Mapped[list["RuleTaker"]] = has_many(
        "RuleTaker.rule_id", "AssignmentRule", viewonly=True
    )

    @property
    def band(self) -> tuple[Money | None, Money | None]:
        """The least open amount and the one that is too much, where they are limited."""
        below = None if self.below_minor is None else Money(self.below_minor, self.currency)
        return Money(self.from_minor, self.currency) if self.from_minor else None, below


class RuleTaker(TenantScoped):
    """One of the collectors who share the cases of a rule."""

    __tablename__ = "assignment_rule_takers"
    creditors_see = "nothing"

    id = None  # type: ignore[assignment]  # A rule names each collector once.
    rule_id: Mapped[uuid.UUID] = references("assignment_rules", primary_key=True)
    collector_id: Mapped[uuid.UUID] = references("memberships", primary_key=True)

    collector: Mapped[Membership] = belongs_to(
        "RuleTaker.collector_id", "Membership", viewonly=True
    )
