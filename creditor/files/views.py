"""The files of a creditor's case."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from agency.cases.filed import CREDITOR
from agency.cases.models import Case
from agency.files.handing_out import handed_out
from agency.files.models import CaseFile
from agency.files.overview import file_list
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import page

bp = Blueprint("files", __name__, url_prefix="/cases/<uuid:case>/files")


@bp.get("")
@allow(Permission.SEE_OWN_CASES)
def index(case: Case) -> ResponseReturnValue:
    """All that the creditor may open, the newest first."""
    return page(
        "creditor/files/index.html",
        case=case,
        files=file_list(case, CREDITOR, kind=request.args.get("kind", "")),
    )


@bp.get("/<uuid:case_file>")
@allow(Permission.SEE_OWN_CASES)
def show(case: Case, case_file: CaseFile) -> ResponseReturnValue:
    """A file that the agency shared."""
    if case_file.case_id != case.id:
        raise NotFound
    return handed_out(case_file)
