"""Running cases that are moved to another version on purpose: which ones, and how far that is."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.strategy.models.strategies import Strategy, StrategyVersion
from portal import clock
from portal.accounts.models import User
from portal.tenancy import TenantScoped, belongs_to, references


class Changeover(TenantScoped):
    """All open cases of one version go over to another, chunk by chunk. One runs at a time."""

    __tablename__ = "strategy_changeovers"
    __table_args__ = (
        CheckConstraint("from_version_id <> to_version_id", name="versions"),
        CheckConstraint("cases >= 0 and moved >= 0", name="counts"),
        Index(
            "uq_strategy_changeovers_running",
            "agency_id",
            "strategy_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
    )
    creditors_see = "nothing"

    strategy_id: Mapped[uuid.UUID] = references("strategies")
    from_version_id: Mapped[uuid.UUID] = references("strategy_versions")
    to_version_id: Mapped[uuid.UUID] = references("strategy_versions")
    places: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    """Where a case stands in the new version, by how many places it had done in the old: from 0 on."""
    undoes_id: Mapped[uuid.UUID | None] = references("strategy_changeovers")
    """The move that it takes back, if it does: only cases that came by that go over."""
    why: Mapped[str]
    cases: Mapped[int]
    """How many followed the old version when it began."""
    moved: Mapped[int] = mapped_column(default=0)
    last_case: Mapped[uuid.UUID | None]
    """The last case that went over; what was stopped goes on behind it."""
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    stopped_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    strategy: Mapped[Strategy] = belongs_to("Changeover.strategy_id", "Strategy", viewonly=True)
    from_version: Mapped[StrategyVersion] = belongs_to(
        "Changeover.from_version_id", "StrategyVersion", viewonly=True
    )
    to_version: Mapped[StrategyVersion] = belongs_to(
        "Changeover.to_version_id", "StrategyVersion", viewonly=True
    )
    asker: Mapped[User] = relationship(viewonly=True)

    @property
    def crosses(self) -> bool:
        """Whether it leads to another strategy."""
        return self.from_version.strategy_id != self.to_version.strategy_id

    @property
    def is_running(self) -> bool:
        """Whether cases still go over."""
        return self.ended_at is None and self.stopped_at is None
