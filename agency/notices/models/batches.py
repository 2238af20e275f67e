"""Notices made many at a time: what was wished for, and the runs that work through it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.cases.models import Case
from agency.notices.models.notices import Notice
from portal import clock
from portal.accounts.models import User
from portal.tenancy import TenantScoped, belongs_to, references


class NoticeBatch(TenantScoped):
    """Notices for many cases, looked at together before they go out."""

    __tablename__ = "notice_batches"
    __table_args__ = (
        UniqueConstraint("agency_id", "number"),
        CheckConstraint("origin in ('hand', 'strategy')", name="origin"),
        CheckConstraint("(approved_by is null) = (approved_at is null)", name="approved_whole"),
    )

    number: Mapped[int]
    title: Mapped[str]
    origin: Mapped[str]
    wishes: Mapped[int]
    """For how many cases a notice was wished."""
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]

    maker: Mapped[User] = relationship(foreign_keys=[made_by], viewonly=True)
    approver: Mapped[User | None] = relationship(foreign_keys=[approved_by], viewonly=True)


class NoticeWish(TenantScoped):
    """That a case be written to in a batch, and what became of it."""

    __tablename__ = "notice_wishes"
    __table_args__ = (
        UniqueConstraint("agency_id", "batch_id", "case_id"),
        Index("ix_notice_wishes_batch", "agency_id", "batch_id", "id"),
        Index(
            "ix_notice_wishes_notice",
            "agency_id",
            "notice_id",
            unique=True,
            postgresql_where=text("notice_id is not null"),
        ),
        CheckConstraint("channel in ('', 'email', 'post', 'both', 'sms')", name="channel"),
        CheckConstraint("tone in ('friendly', 'neutral', 'firm')", name="tone"),
        CheckConstraint("notice_id is null or refused_why = ''", name="one_fate"),
    )

    batch_id: Mapped[uuid.UUID] = references("notice_batches")
    case_id: Mapped[uuid.UUID] = references("cases")
    kind: Mapped[str]
    """Empty: the kind that fits the case best on the day."""
    tone: Mapped[str]
    channel: Mapped[str]
    """Empty: the one that the debtor likes best and the law allows."""
    action_id: Mapped[uuid.UUID | None]
    """The step of a strategy that wished it, as that knows it."""
    notice_id: Mapped[uuid.UUID | None] = references("notices")
    refused_why: Mapped[str] = mapped_column(default="")
    """Why no notice could be prepared."""
    seen_sha256: Mapped[str] = mapped_column(default="")
    """The file that somebody looked at and let go; another one is held back."""
    held_why: Mapped[str] = mapped_column(default="")
    """Why the notice was held back when the batch was sent."""

    case: Mapped[Case] = belongs_to("NoticeWish.case_id", "Case", viewonly=True)
    notice: Mapped[Notice | None] = belongs_to("NoticeWish.notice_id", "Notice", viewonly=True)


class Verb(StrEnum):
    """What can be done to a whole batch."""

    PREPARE = "prepare"
    PULL = "pull"
    RELEASE = "release"
    DISPATCH = "dispatch"


class BatchRun(TenantScoped):
    """One way through a batch, part by part, which can be stopped, killed and gone on with.

    What was done to a part and how far the run is are written in one transaction, so that nothing is
    done twice and nothing is left out.
    """

    __tablename__ = "notice_batch_runs"
    __table_args__ = (
        Index(
            "uq_notice_batch_runs_open",
            "agency_id",
            "batch_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        CheckConstraint("verb in ('prepare', 'pull', 'release', 'dispatch')", name="verb"),
    )

    batch_id: Mapped[uuid.UUID] = references("notice_batches")
    verb: Mapped[str]
    args: Mapped[dict[str, Any]]
    by_user: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_id: Mapped[uuid.UUID | None]
    """The last record that was dealt with; the next part begins after it."""
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    paced_at: Mapped[datetime] = mapped_column(default=clock.now)
    """Since when its pace is measured: from the start, or since it was last gone on with."""
    paced_from: Mapped[int] = mapped_column(default=0)
    """How far it was then."""
    active_at: Mapped[datetime] = mapped_column(default=clock.now)
    stopped_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    batch: Mapped[NoticeBatch] = belongs_to("BatchRun.batch_id", "NoticeBatch", viewonly=True)
