"""Files of staff: put to a case, and removed."""

import uuid

from sqlalchemy import select

from agency.cases.models import Case
from agency.cases.services import lock
from agency.compliance.services.declaring import Paper
from agency.files.models import CaseFile
from agency.files.signals import file_removing
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.keys import new_key


def add(
    case: Case, paper: Paper, about: str, *, shared: bool, form_key: uuid.UUID, by: User
) -> CaseFile:
    """Put a checked file to its case; the same form twice is one file."""
    lock(case)
    if known := db.session.scalars(
        select(CaseFile).where(CaseFile.form_key == form_key)
    ).one_or_none():
        return known
    made = CaseFile(
        id=new_key(),
        creditor_id=case.creditor_id if shared else None,
        case_id=case.id,
        form_key=form_key,
        about=about,
        name=paper.name,
        media_type=paper.media_type,
        size=paper.stored.size,
        file_key=paper.stored.key,
        added_by=by.id,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(made, "file.added", by=by, shared=shared)
    return made


def remove(file: CaseFile, *, by: User) -> None:
    """Show it no more. Doing it twice changes nothing. Refused while it is the proof of something."""
    lock(file.case)
    db.session.refresh(file)
    if file.removed_at is None:
        file_removing.send(file)
        file.removed_at, file.removed_by = clock.now(), by.id
        db.session.flush()
        audit.record(file, "file.removed", by=by)
