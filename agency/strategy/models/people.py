"""What a collector can, how much they can carry, and who stands in for them."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from agency.strategy.kinds import Level
from agency.strategy.models.strategies import one_of
from portal.accounts.models import Membership
from portal.tenancy import TenantScoped, belongs_to, references


class CollectorProfile(TenantScoped):
    """What the house knows of one of its collectors. Its id is the membership's."""

    __tablename__ = "collector_profiles"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "id"],
            ["memberships.agency_id", "memberships.id"],
            name="fk_collector_profiles_membership",
        ),
        one_of("level", Level),
        CheckConstraint("capacity between 0 and 100000", name="capacity"),
        CheckConstraint(
            "(absent_from is null) = (absent_until is null) and absent_from <= absent_until",
            name="absence",
        ),
        CheckConstraint(
            "stand_in_id is null or (stand_in_id <> id and absent_from is not null)",
            name="stand_in",
        ),
        Index(
            "ix_collector_profiles_stand_in",
            "agency_id",
            "stand_in_id",
            postgresql_where=text("stand_in_id is not null"),
        ),
    )
    creditors_see = "nothing"

    level: Mapped[str] = mapped_column(default=Level.NOVICE)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """Of debtors that they can speak with; every one when empty."""
    capacity: Mapped[int] = mapped_column(default=0)
    """Open cases that they can carry; without a limit when 0."""
    absent_from: Mapped[date | None]
    absent_until: Mapped[date | None]
    """The last day of it."""
    stand_in_id: Mapped[uuid.UUID | None] = references("memberships")
    """Who meets their obligations meanwhile."""

    membership: Mapped[Membership] = belongs_to("CollectorProfile.id", "Membership", viewonly=True)
    stand_in: Mapped[Membership | None] = belongs_to(
        "CollectorProfile.stand_in_id", "Membership", viewonly=True
    )

    def is_absent(self, on: date) -> bool:
        """Whether they are away on a day."""
        if self.absent_from is None or self.absent_until is None:
            return False
        return self.absent_from <= on <= self.absent_until
