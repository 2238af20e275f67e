"""How far a case is in its strategy, and its actions: planned, then done or ended otherwise."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.guard import OWN_NAME
from agency.cases.models import Case
from agency.strategy.kinds import APPROVE, ActionState, Arm, By, Deed, Origin, Segment, Sender, Tone
from agency.strategy.models.strategies import Step, StrategyVersion, one_of
from portal import clock
from portal.tenancy import TenantScoped, belongs_to, references


class Course(TenantScoped):
    """How far a case is in the version it follows. Its id is the case's."""

    __tablename__ = "courses"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "id"], ["cases.agency_id", "cases.id"], name="fk_courses_case"
        ),
        CheckConstraint("position >= 0", name="position"),
        one_of("arm", Arm),
        one_of("segment", Segment),
        Index("ix_courses_version", "agency_id", "version_id", "id"),
    )
    creditors_see = "nothing"

    version_id: Mapped[uuid.UUID] = references("strategy_versions")
    arm: Mapped[str] = mapped_column(default=Arm.CHAMPION)
    segment: Mapped[str] = mapped_column(default=Segment.C)
    position: Mapped[int] = mapped_column(default=0)
    """The last place of the procedure that was done or left out; 0 before the first."""
    done_on: Mapped[date | None]
    """When that was."""
    begun_on: Mapped[date] = mapped_column(default=clock.today)
    changed_over_at: Mapped[datetime | None]
    """When it went over to this version from another one, if it did."""
    changeover_id: Mapped[uuid.UUID | None] = references("strategy_changeovers")
    """The move by which it came."""
    left_at: Mapped[int | None]
    """How far it was in the version that it left by that move."""

    version: Mapped[StrategyVersion] = belongs_to(
        "Course.version_id", "StrategyVersion", viewonly=True
    )
    case: Mapped[Case] = belongs_to("Course.id", "Case", viewonly=True)


class Action(TenantScoped):
    """One step of one case: planned for a day, then done, left out, pulled or overtaken."""

    __tablename__ = "actions"
    __table_args__ = (
        Index(
            "uq_actions_planned",
            "agency_id",
            "case_id",
            unique=True,
            postgresql_where=text("state = 'planned'"),
        ),
        Index(
            "uq_actions_step",
            "agency_id",
            "case_id",
            "version_id",
            "position",
            "round",
            unique=True,
            postgresql_where=text("state in ('planned', 'done')"),
        ),
        Index(
            "ix_actions_due",
            "agency_id",
            "planned_on",
            "id",
            postgresql_where=text("state = 'planned'"),
        ),
        Index("ix_actions_case", "agency_id", "case_id", "id"),
        one_of("deed", [deed for deed in Deed if deed is not Deed.NOTHING]),
        one_of("state", ActionState),
        one_of("origin", Origin),
        one_of("channel", By, or_empty=True),
        one_of("tone", Tone, or_empty=True),
        one_of("sender", Sender),
        CheckConstraint("(state = 'planned') = (ended_at is null)", name="ended"),
        CheckConstraint("origin = 'plan' or why <> ''", name="why_of_departure"),
        CheckConstraint("state not in ('pulled', 'skipped') or ended_why <> ''", name="ended_why"),
        CheckConstraint("(deed = 'notice') = (notice_kind <> '')", name="notice_kind"),
    )
    creditors_see = "nothing"

    case_id: Mapped[uuid.UUID] = references("cases")
    version_id: Mapped[uuid.UUID] = references("strategy_versions")
    step_id: Mapped[uuid.UUID | None] = references("strategy_steps")
    """None for what a person added, and for the decision at the end."""
    position: Mapped[int]
    round: Mapped[int] = mapped_column(default=1)
    """Higher where a person had a step done again."""
    deed: Mapped[str]
    notice_kind: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="")
    tone: Mapped[str] = mapped_column(default="")
    sender: Mapped[str] = mapped_column(default=Sender.AGENCY)
    approver: Mapped[str] = mapped_column(default="")
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    origin: Mapped[str] = mapped_column(default=Origin.PLAN)
    why: Mapped[str] = mapped_column(default="")
    """Why a person departed from the procedure."""
    planned_on: Mapped[date]
    """The first day on which it may be done."""
    planned_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    """Who departed from the procedure; nobody where it was followed."""
    planned_at: Mapped[datetime] = mapped_column(default=clock.now)
    held_by: Mapped[str] = mapped_column(default="")
    """What stood in its way when that was looked at last; empty when nothing did."""
    held_until: Mapped[date | None]
    state: Mapped[str] = mapped_column(default=ActionState.PLANNED)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(default="")
    ended_why: Mapped[str] = mapped_column(default="")
    notice_id: Mapped[uuid.UUID | None] = references("notices")
    contact_id: Mapped[uuid.UUID | None] = references("contacts")

    case: Mapped[Case] = belongs_to("Action.case_id", "Case", viewonly=True)
    version: Mapped[StrategyVersion] = belongs_to(
        "Action.version_id", "StrategyVersion", viewonly=True
    )
    step: Mapped[Step | None] = belongs_to("Action.step_id", "Step", viewonly=True)

    @property
    def way(self) -> str:
        """How it approaches the debtor, as the guard asks."""
        return OWN_NAME if self.sender == Sender.CREDITOR else self.deed

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be done."""
        return self.state == ActionState.PLANNED

    @property
    def awaits_approval(self) -> bool:
        """Whether somebody must approve it first."""
        return self.is_planned and bool(self.approver) and self.approved_by is None

    @property
    def move(self) -> str:
        """What its case waits for: that somebody approves it, or else that it is done."""
        return APPROVE if self.awaits_approval else self.deed


class PlanningRun(TenantScoped):
    """A nightly run over the open cases: how far it is, and what it found. One for each day."""

    __tablename__ = "planning_runs"
    __table_args__ = (Index("uq_planning_runs_day", "agency_id", "day", unique=True),)
    creditors_see = "nothing"

    day: Mapped[date]
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    last_case: Mapped[uuid.UUID | None]
    """The last case it has dealt with; a run that was stopped goes on behind it."""
    cases: Mapped[int] = mapped_column(default=0)
    begun: Mapped[int] = mapped_column(default=0)
    """Cases that began to follow a strategy."""
    planned: Mapped[int] = mapped_column(default=0)
    overtaken: Mapped[int] = mapped_column(default=0)
    """Actions that no longer fitted and were replaced."""
    held: Mapped[int] = mapped_column(default=0)
    without_strategy: Mapped[int] = mapped_column(default=0)
