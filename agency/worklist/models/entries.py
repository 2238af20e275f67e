"""A case's place on the worklist, and who had it open."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Computed, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.tenancy import TenantScoped, references

NOBODY = uuid.UUID(int=0)
"""Stands for no collector: an index finds it among the others, which it would not find null."""


class WorklistEntry(TenantScoped):
    """The place of an open case on the worklist. Its id is the case's.

    The database writes it whenever the case changes, in the same transaction and whoever changes
    it (see migration 0022); the nightly run brings what a case is worth.
    """

    __tablename__ = "worklist_entries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "id"], ["cases.agency_id", "cases.id"], name="fk_worklist_entries_case"
        ),
        CheckConstraint("segment in ('A', 'B', 'C')", name="segment"),
        Index("ix_worklist_entries_day", "agency_id", "collector_id", "rank", "place", "id"),
        Index(
            "ix_worklist_entries_calls",
            "agency_id",
            "collector_id",
            "rank",
            "place",
            "id",
            postgresql_where=text("may_ring"),
        ),
        Index("ix_worklist_entries_all", "agency_id", "everybodys_rank", "place", "id"),
    )
    creditors_see = "nothing"

    collector_id: Mapped[uuid.UUID]
    """The case's, or NOBODY."""
    rank: Mapped[int]
    """What kind of task it is; lower goes first. See ranks.py."""
    everybodys_rank: Mapped[int] = mapped_column(Computed("rank", persisted=True))
    """The same in a column of its own, so that the index of everybody's tasks is never taken for
    the list of one collector, of whom the database may believe that all cases are."""
    place: Mapped[int]
    """Within its rank: the second at which it is due, or less for what is worth more. Each currency
    has places of its own (`currencies.py`)."""
    due_on: Mapped[date]
    worth_minor: Mapped[int]
    """What is likely to come in, in the case's currency."""
    currency: Mapped[str]
    currency_start: Mapped[int]
    """The last place of its currency, before which what is worth more stands."""
    segment: Mapped[str]
    may_ring: Mapped[bool]
    """Whether there is a number to call."""


class Visit(TenantScoped):
    """Somebody had a case open: since when, and when they were last seen there."""

    __tablename__ = "visits"
    creditors_see = "nothing"

    id = None  # type: ignore[assignment]  # One for each person and case.
    case_id: Mapped[uuid.UUID] = references("cases", primary_key=True)
    membership_id: Mapped[uuid.UUID] = references("memberships", primary_key=True)
    began_at: Mapped[datetime] = mapped_column()
    last_at: Mapped[datetime] = mapped_column()
