"""Evidence beside the case, for the agency's people: read, shown to the debtor or not, kept."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from agency.cases.models import Case
from creditor.evidence import services
from creditor.evidence.files import answer, can_be_seen
from creditor.evidence.models import Document
from creditor.evidence.schemas import ShownSchema
from creditor.intake.wording import EVIDENCE
from portal.accounts.guards import Desk, allow, current_membership, guard, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import get, is_fragment, load, page

bp = Blueprint("evidence_desk", __name__, url_prefix="/agency/evidence")
guard(bp, Desk.STAFF)


@bp.get("/cases/<uuid:case>")
@allow(Permission.SEE_CASES)
def panel(case: Case) -> ResponseReturnValue:
    """The documents of a case by claim; a part of its page, or a page of its own."""
    return page(
        "creditor/evidence/_panel.html" if is_fragment() else "creditor/evidence/of_case.html",
        case=case,
        claims=services.proof_of(case),
        evidence=EVIDENCE,
    )


@bp.get("/<uuid:document>")
@allow(Permission.SEE_CASES)
def show(document: Document) -> ResponseReturnValue:
    """One document beside the claim that it proves."""
    case = _case_of(document)
    membership = current_membership()
    return page(
        "creditor/evidence/beside.html",
        case=case,
        document=document,
        claims=services.proof_of(case),
        evidence=EVIDENCE,
        can_be_seen=can_be_seen(document),
        may_work=membership is not None and membership.may(Permission.WORK_CASES),
    )


@bp.get("/<uuid:document>/file")
@allow(Permission.SEE_CASES)
def show_file(document: Document) -> ResponseReturnValue:
    """The document itself, in its frame."""
    _case_of(document)
    return answer(document)


@bp.get("/<uuid:document>/download")
@allow(Permission.SEE_CASES)
def download(document: Document) -> ResponseReturnValue:
    """The document, to keep."""
    _case_of(document)
    return answer(document, keep=True)


@bp.post("/<uuid:document>/shown")
@allow(Permission.WORK_CASES)
def update_shown(document: Document) -> ResponseReturnValue:
    """Let the debtor see it behind the payment link, or not."""
    _case_of(document)
    services.show_to_debtor(document, shown=load(ShownSchema, page=".show").shown, by=me())
    return redirect(url_for(".show", document=document.id))


def _case_of(document: Document) -> Case:
    """The agency sees what was handed over, and nothing that a creditor is still preparing."""
    if document.case_id is None or document.removed_at:
        raise NotFound
    return get(Case, document.case_id)
