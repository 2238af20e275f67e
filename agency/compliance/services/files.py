"""Removing stored files that nothing refers to any more, once their records are surely gone."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import Text, select

from agency.compliance.models import DoomedFile
from portal import db, outbox
from portal.bulk import among
from portal.db import Base
from portal.tenancy import TENANT_TABLES, acting

BATCH = 500


def remove_files() -> int:
    """Remove doomed files, and spare those that another record still has. Returns how many went.

    Broken off and started again it goes on; a file that is gone already is no fault.
    """
    doomed = db.session.scalars(
        select(DoomedFile).order_by(DoomedFile.id).limit(BATCH).with_for_update(skip_locked=True)
    ).all()
    needed = _needed([each.file_key for each in doomed])
    storage, removed = current_app.extensions["storage"], 0
    for each in doomed:
        if each.file_key not in needed:
            storage.delete(each.file_key)
            removed += 1
        db.session.delete(each)
    if len(doomed) == BATCH:
        outbox.later("compliance.remove_files")
    return removed


def _needed(keys: Sequence[str]) -> set[str]:
    """Those of the keys that some record of the agency still names.

    Equal bytes are stored once, so that a file may be of several records.
    """
    found: set[str] = set()
    for column in _columns():
        query = select(column).where(
            column.table.c.agency_id == acting().agency_id, among(column, keys)
        )
        found.update(db.session.scalars(query))
    return found


def _columns() -> list[Any]:
    """Every column that may name a stored file, of every slice there is."""
    return [
        column
        for name in sorted(TENANT_TABLES)
        if name != DoomedFile.__tablename__
        for column in Base.metadata.tables[name].columns
        if column.name.endswith("_key") and isinstance(column.type, Text)
    ]
