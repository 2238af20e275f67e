"""All data of a debtor in one file, for the person who asked: made by a job, there for a while."""

import uuid
from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from agency.cases.models import Case
from agency.compliance.bundle import bundle
from agency.compliance.models import DataExport
from agency.compliance.persons import ids_of
from agency.compliance.records import Subjects
from agency.compliance.services.erasing import doom
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.bulk import among
from portal.errors import NotFound, Refused
from portal.keys import new_key
from portal.tenancy import acting

LASTS = timedelta(days=7)


def ask_export(case: Case, *, by: User) -> DataExport:
    """Have all data of a case's debtor gathered. While one is in the making there is no second."""
    waiting = db.session.scalars(
        select(DataExport).where(
            DataExport.debtor_id == case.debtor_id,
            DataExport.asked_by == by.id,
            DataExport.ready_at.is_(None),
        )
    ).first()
    if waiting:
        return waiting
    made = DataExport(id=new_key(), debtor_id=case.debtor_id, case_id=case.id, asked_by=by.id)
    db.session.add(made)
    db.session.flush()
    audit.record(made, "data_export.asked", by=by)
    outbox.later("compliance.export", export_id=made.id)
    return made


def make_export(export: DataExport) -> None:
    """Gather it. Doing it twice changes nothing."""
    db.session.refresh(export, with_for_update=True)
    if export.ready_at:
        return
    data = bundle(export, subjects_of(export))
    stored = current_app.extensions["storage"].put(data, prefix=str(acting().agency_id))
    export.ready_at, export.expires_at = clock.now(), clock.now() + LASTS
    export.file_key, export.sha256, export.size = stored.key, stored.sha256, stored.size
    db.session.flush()
    audit.record(export, "data_export.made", by="system", sha256=stored.sha256, size=stored.size)


def subjects_of(export: DataExport) -> Subjects:
    """The debtor's own records at every creditor of the agency, and no one else's."""
    debtors = ids_of(export.debtor)
    cases: list[uuid.UUID] = list(
        db.session.scalars(select(Case.id).where(among(Case.debtor_id, debtors)))
    )
    return Subjects(debtors, cases)


def own(export: DataExport, *, by: User) -> DataExport:
    """The export, if this person asked for it; NotFound otherwise."""
    if export.asked_by != by.id:
        raise NotFound
    return export


def fetch(export: DataExport, *, by: User) -> DataExport:
    """The export to be handed out, noted; Refused when it is not there or its time has run out."""
    own(export, by=by)
    if not export.is_open:
        raise Refused("This file is not there any more. Ask for a new one on the case.")
    audit.record(export, "data_export.fetched", by=by)
    return export


def remove_exports() -> int:
    """Take away the files whose time has run out. Returns how many."""
    over = db.session.scalars(
        select(DataExport)
        .where(DataExport.expires_at <= clock.now(), DataExport.removed_at.is_(None))
        .with_for_update(skip_locked=True)
    ).all()
    doom(export.file_key for export in over)
    for export in over:
        export.file_key, export.removed_at = "", clock.now()
        audit.record(export, "data_export.removed", by="system")
    return len(over)
