"""The files that staff put to a case, as both desks list them."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func

from agency.cases.filed import CREDITOR, STAFF, Filed, Source, row
from agency.cases.models import Case
from agency.files.models import CaseFile
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission

KIND = "file"


def _all(case: Case, _membership: Membership) -> Select[Any]:
    return row(
        KIND,
        CaseFile,
        at=CaseFile.added_at,
        name=func.concat(CaseFile.about, " (", CaseFile.name, ")"),
        size=CaseFile.size,
        by_id=CaseFile.added_by,
    ).where(CaseFile.case_id == case.id, CaseFile.removed_at.is_(None), CaseFile.file_key != "")


def _shared(case: Case, membership: Membership) -> Select[Any]:
    return _all(case, membership).where(CaseFile.creditor_id == case.creditor_id)


def _of_staff(case: Case, file: Filed) -> str:
    return url_for("agency.files.show", case=case.id, case_file=file.id)


def _of_creditor(case: Case, file: Filed) -> str:
    return url_for("creditor.files.show", case=case.id, case_file=file.id)


SOURCES = (
    Source(
        kind=KIND,
        title=_("Put here by us"),
        desk=STAFF,
        permission=Permission.SEE_CASES,
        rows=_all,
        url=_of_staff,
    ),
    Source(
        kind=KIND,
        title=_("From the agency"),
        desk=CREDITOR,
        permission=Permission.SEE_OWN_CASES,
        rows=_shared,
        url=_of_creditor,
    ),
)
