"""The agency's procedures: which cases follow them, and their steps, version by version."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from agency.strategy.kinds import Arm, By, Deed, Reach, Sender, Tone
from portal import clock
from portal.tenancy import TenantScoped, belongs_to, has_many, references


def one_of(column: str, kinds: Any, *, or_empty: bool = False) -> CheckConstraint:
    """A column that holds one of some words."""
    words = [*([""] if or_empty else []), *kinds]
    listed = ", ".join(f"'{word}'" for word in dict.fromkeys(words))
    return CheckConstraint(f"{column} in ({listed})", name=column)


class Strategy(TenantScoped):
    """A procedure of the agency, and which cases follow it: the first by rank that fits."""

    __tablename__ = "strategies"
    __table_args__ = (
        UniqueConstraint("agency_id", "name"),
        CheckConstraint("debtor_kind in ('', 'consumer', 'business')", name="debtor_kind"),
        Index("ix_strategies_rank", "agency_id", "rank", "id"),
    )
    creditors_see = "nothing"

    name: Mapped[str]
    rank: Mapped[int] = mapped_column(default=100)
    """Lower goes first."""
    currency: Mapped[str] = mapped_column(default="EUR")
    """Of the cases, and of its bands."""
    creditor_id: Mapped[uuid.UUID | None] = references("creditors")
    countries: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """Of debtors; every one when empty."""
    debtor_kind: Mapped[str] = mapped_column(default="")
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    archived_at: Mapped[datetime | None]

    in_force: Mapped[list["InForce"]] = has_many(
        "InForce.strategy_id", "Strategy", order_by="InForce.arm", viewonly=True
    )
    versions: Mapped[list["StrategyVersion"]] = has_many(
        "StrategyVersion.strategy_id",
        "Strategy",
        order_by="StrategyVersion.number.desc()",
        viewonly=True,
    )


class StrategyVersion(TenantScoped):
    """The steps of a strategy as they were released once; never changed afterwards."""

    __tablename__ = "strategy_versions"
    __table_args__ = (
        UniqueConstraint("agency_id", "strategy_id", "number"),
        Index(
            "uq_strategy_versions_draft",
            "agency_id",
            "strategy_id",
            unique=True,
            postgresql_where=text("released_at is null"),
        ),
        CheckConstraint("decide_days between 1 and 365", name="decide_days"),
    )
    creditors_see = "nothing"

    strategy_id: Mapped[uuid.UUID] = references("strategies")
    number: Mapped[int]
    decide_days: Mapped[int] = mapped_column(default=14)
    """How long after the last step a person decides what comes next."""
    note: Mapped[str] = mapped_column(default="")
    """What it changes, in a sentence."""
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    released_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime | None]

    strategy: Mapped[Strategy] = belongs_to(
        "StrategyVersion.strategy_id", "Strategy", viewonly=True
    )
    steps: Mapped[list["Step"]] = has_many(
        "Step.version_id", "StrategyVersion", order_by="Step.position, Step.variant", viewonly=True
    )

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.released_at is None


class InForce(TenantScoped):
    """A version that new cases begin with: the champion, or the challenger for some of a hundred."""

    __tablename__ = "strategies_in_force"
    __table_args__ = (
        UniqueConstraint("agency_id", "strategy_id", "arm"),
        CheckConstraint("percent between 1 and 100", name="percent"),
        CheckConstraint("arm = 'challenger' or percent = 100", name="percent_of_arm"),
        one_of("arm", Arm),
    )
    creditors_see = "nothing"

    strategy_id: Mapped[uuid.UUID] = references("strategies")
    version_id: Mapped[uuid.UUID] = references("strategy_versions")
    arm: Mapped[str]
    percent: Mapped[int] = mapped_column(default=100)
    """How many of a hundred cases it is for, where the other arm does not take them."""
    since: Mapped[datetime] = mapped_column(default=clock.now)

    strategy: Mapped[Strategy] = belongs_to("InForce.strategy_id", "Strategy", viewonly=True)
    version: Mapped[StrategyVersion] = belongs_to(
        "InForce.version_id", "StrategyVersion", viewonly=True
    )


class Step(TenantScoped):
    """What is done at a place of the procedure, for the cases that its conditions fit.

    Several steps may share a place; each case then takes the one that fits it.
    """

    __tablename__ = "strategy_steps"
    __table_args__ = (
        UniqueConstraint("agency_id", "version_id", "position", "variant"),
        CheckConstraint("position > 0 and variant > 0", name="position"),
        CheckConstraint("after_due_days between 0 and 3650", name="after_due_days"),
        CheckConstraint("after_previous_days between 0 and 3650", name="after_previous_days"),
        CheckConstraint("debtor_kind in ('', 'consumer', 'business')", name="debtor_kind"),
        CheckConstraint("approver in ('', 'manager')", name="approver"),
        CheckConstraint(
            "from_minor >= 0 and (below_minor is null or below_minor > from_minor)", name="band"
        ),
        CheckConstraint(
            "from_age >= 0 and (below_age is null or below_age > from_age)", name="age"
        ),
        CheckConstraint("(deed = 'notice') = (notice_kind <> '')", name="notice_kind"),
        CheckConstraint("(deed = 'notice') = (channel <> '')", name="channel_of_notice"),
        one_of("deed", Deed),
        one_of("channel", By, or_empty=True),
        one_of("reach", Reach),
        one_of("tone", Tone, or_empty=True),
        one_of("sender", Sender),
    )
    creditors_see = "nothing"

    version_id: Mapped[uuid.UUID] = references("strategy_versions")
    position: Mapped[int]
    variant: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    deed: Mapped[str]
    notice_kind: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="")
    tone: Mapped[str] = mapped_column(default="")
    sender: Mapped[str] = mapped_column(default=Sender.AGENCY)
    approver: Mapped[str] = mapped_column(default="")
    """Who must approve it before it is done; nobody when empty."""
    after_due_days: Mapped[int]
    """At least so many days after the oldest due date; the day itself counts as 0."""
    after_previous_days: Mapped[int]
    """At least so many days after the step before was done."""
    countries: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    debtor_kind: Mapped[str] = mapped_column(default="")
    segments: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    reach: Mapped[str] = mapped_column(default=Reach.ANY)
    from_minor: Mapped[int] = mapped_column(default=0)
    """The least balance, in the strategy's minor units."""
    below_minor: Mapped[int | None]
    from_age: Mapped[int] = mapped_column(default=0)
    """The least days since the oldest due date."""
    below_age: Mapped[int | None]

    version: Mapped[StrategyVersion] = belongs_to(
        "Step.version_id", "StrategyVersion", viewonly=True
    )
