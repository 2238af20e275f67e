"""Selects of notes."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from agency.cases.models import Case
from agency.notes.models import Note
from portal import db

MOST_PINNED = 20


def notes_of(case: Case) -> Select[Note]:
    """The notes of a case, to be paged by key."""
    return (
        select(Note)
        .where(Note.case_id == case.id)
        .options(joinedload(Note.writer), joinedload(Note.withdrawer))
    )


def pinned_on(case: Case) -> Sequence[Note]:
    """Those that stand on top, the newest first."""
    return db.session.scalars(
        notes_of(case)
        .where(Note.pinned_at.is_not(None))
        .order_by(Note.id.desc())
        .limit(MOST_PINNED)
    ).all()
