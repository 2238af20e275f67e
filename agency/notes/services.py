"""Writing a note, pinning it, withdrawing it. Nobody changes its words."""

import uuid

from flask_babel import gettext as _
from sqlalchemy import func, select

from agency.cases.models import Case
from agency.cases.services import lock
from agency.notes.models import Note
from agency.notes.queries import MOST_PINNED
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.keys import new_key


def write(case: Case, text: str, *, form_key: uuid.UUID, pinned: bool = False, by: User) -> Note:
    """Write a note down; the same form twice is one. What it says is not in the trail."""
    lock(case)
    if known := db.session.scalars(
        select(Note).where(Note.form_key == form_key, Note.case_id == case.id)
    ).one_or_none():
        return known
    note = Note(id=new_key(), case_id=case.id, form_key=form_key, text=text, written_by=by.id)
    db.session.add(note)
    db.session.flush()
    audit.record(note, "note.written", by=by)
    if pinned:
        pin(note, by=by)
    return note


def pin(note: Note, *, by: User) -> None:
    """Put it on top. Doing it twice changes nothing."""
    _own(note)
    if note.is_pinned:
        return
    if not note.holds:
        raise Refused(_("This note was withdrawn. Write a new one."))
    pinned = select(func.count()).where(Note.case_id == note.case_id, Note.pinned_at.is_not(None))
    if db.session.scalars(pinned).one() >= MOST_PINNED:
        raise Refused(_("Twenty notes are pinned on this case. Unpin one of them first."))
    note.pinned_at, note.pinned_by = clock.now(), by.id
    db.session.flush()
    audit.record(note, "note.pinned", by=by)


def unpin(note: Note, *, by: User) -> None:
    """Let it go down among the others. Doing it twice changes nothing."""
    _own(note)
    if not note.is_pinned:
        return
    note.pinned_at = note.pinned_by = None
    db.session.flush()
    audit.record(note, "note.unpinned", by=by)


def withdraw(note: Note, why: str, *, by: User) -> None:
    """Say that it holds no more, and why; it stays to be read. Doing it twice changes nothing."""
    _own(note)
    if not note.holds:
        return
    note.pinned_at = note.pinned_by = None
    note.withdrawn_at, note.withdrawn_by, note.withdrawn_why = clock.now(), by.id, why
    db.session.flush()
    audit.record(note, "note.withdrawn", by=by)


def _own(note: Note) -> None:
    """One at a time for a case."""
    lock(note.case)
    db.session.refresh(note)
