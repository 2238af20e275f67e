"""Documents of declarations and copies of the debtor's data, in the list of a case's files."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, literal

from agency.cases.filed import STAFF, Filed, Source, row
from agency.cases.models import Case
from agency.compliance.models import DataExport, Declaration
from portal import clock
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission

DECLARATION, EXPORT = "declaration", "export"


def _declared(case: Case, _membership: Membership) -> Select[Any]:
    return row(
        DECLARATION,
        Declaration,
        at=Declaration.recorded_at,
        name=Declaration.document_name,
        by=Declaration.recorded_by,
    ).where(
        Declaration.debtor_id == case.debtor_id,
        Declaration.case_id == case.id,
        Declaration.document_key != "",
    )


def _declared_url(_case: Case, file: Filed) -> str:
    return url_for("agency.compliance.show_document", declaration=file.id)


def _exported(case: Case, membership: Membership) -> Select[Any]:
    """Copies that the reader asked for, while they last: nobody else may fetch them."""
    return row(
        EXPORT,
        DataExport,
        at=DataExport.asked_at,
        name=literal(""),
        size=DataExport.size,
        by_id=DataExport.asked_by,
    ).where(
        DataExport.case_id == case.id,
        DataExport.asked_by == membership.user_id,
        DataExport.file_key != "",
        DataExport.removed_at.is_(None),
        DataExport.expires_at > clock.now(),
    )


def _exported_url(_case: Case, file: Filed) -> str:
    return url_for("agency.compliance.show_export", data_export=file.id)


SOURCES = (
    Source(
        kind=DECLARATION,
        title=_("Declarations about contact"),
        desk=STAFF,
        permission=Permission.RECORD_CONSENT,
        rows=_declared,
        url=_declared_url,
    ),
    Source(
        kind=EXPORT,
        title=_("Copies of the debtor's data"),
        desk=STAFF,
        permission=Permission.EXPORT_DATA,
        rows=_exported,
        url=_exported_url,
        named=lambda _name: str(_("Copy of the debtor's data")),
    ),
)
