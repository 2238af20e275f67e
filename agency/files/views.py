"""The files of a case: a part of its page, and a page of their own."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.filed import STAFF
from agency.cases.models import Case
from agency.compliance.papers import paper_from
from agency.files import services
from agency.files.handing_out import handed_out
from agency.files.models import CaseFile
from agency.files.overview import file_list
from agency.files.schemas import LONGEST, FileSchema
from agency.files.sources import KIND
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.permissions import Permission
from portal.errors import Invalid, NotFound
from portal.keys import new_key
from portal.web import PAGE_SIZE, is_fragment, load, page, say

IN_PANEL = 10
bp = Blueprint("files", __name__, url_prefix="/cases/<uuid:case>/files")


@bp.before_request
def must_belong_together() -> None:
    """A file of another case is not there."""
    place = request.view_args or {}
    if "case_file" in place and place["case_file"].case_id != place["case"].id:
        raise NotFound


@bp.get("")
@allow(Permission.SEE_CASES)
def index(case: Case) -> ResponseReturnValue:
    """All files, the newest first, and the form to add one."""
    membership = current_membership()
    size = IN_PANEL if is_fragment() else PAGE_SIZE
    return page(
        "agency/files/index.html",
        case=case,
        files=file_list(case, STAFF, kind=request.args.get("kind", ""), size=size),
        own_kind=KIND,
        form_key=new_key(),
        longest=LONGEST,
        may_work=membership is not None and membership.may(Permission.WORK_CASES),
    )


@bp.post("")
@allow(Permission.WORK_CASES)
def create(case: Case) -> ResponseReturnValue:
    """Add one."""
    given = load(FileSchema)
    paper = paper_from(request.files.get("file"))
    if paper is None:
        raise Invalid({"file": [_("Choose a file.")]}, request.form.to_dict())
    services.add(case, paper, given.about, shared=given.shared, form_key=given.form_key, by=me())
    say(_("The file is with the case."))
    return redirect(url_for(".index", case=case.id))


@bp.get("/<uuid:case_file>")
@allow(Permission.SEE_CASES)
def show(case: Case, case_file: CaseFile) -> ResponseReturnValue:
    """One of our own, to keep."""
    return handed_out(case_file)


@bp.post("/<uuid:case_file>/removal")
@allow(Permission.WORK_CASES)
def create_removal(case: Case, case_file: CaseFile) -> ResponseReturnValue:
    """Show it no more."""
    services.remove(case_file, by=me())
    say(_("Removed."))
    return redirect(url_for(".index", case=case.id))
