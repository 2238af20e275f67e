"""What the next run would erase: done for real on a part, looked at, and undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from agency.cases.models import Debtor
from agency.compliance import due
from agency.compliance.due import Unknown
from agency.compliance.kinds import Stage
from agency.compliance.services.erasing import erase_due
from portal import db
from portal.bulk import among

SHOWN = 50
"""Debtors of whom a preview tells by name."""


@dataclass(frozen=True, slots=True)
class Preview:
    """How many debtors are due, by stage; the first of them, and what would go of these."""

    waiting: Mapping[Stage, int]
    first: Sequence[Debtor]
    counts: Mapping[str, int]
    files: int
    unknown: Sequence[Unknown]

    @property
    def total(self) -> int:
        """All that are due."""
        return sum(self.waiting.values())


def preview() -> Preview:
    """The next run as it would go now. Nothing is changed."""
    waiting = {stage: _count(stage) for stage in Stage}
    if not sum(waiting.values()):
        return Preview(waiting, [], {}, 0, due.unknown())
    trial = db.session.begin_nested()
    chunk = erase_due(SHOWN)
    trial.rollback()
    db.session.expire_all()
    if chunk is None:  # A run has them all in hand at this moment.
        return Preview(waiting, [], {}, 0, due.unknown())
    first = db.session.scalars(
        select(Debtor).where(among(Debtor.id, chunk.debtors)).order_by(Debtor.id)
    ).all()
    return Preview(waiting, first, chunk.counts, chunk.files, due.unknown())


def _count(stage: Stage) -> int:
    return sum(
        db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
        for query in due.due(stage)
    )
