"""A creditor's own documents: added to a waiting row or to a claim, looked at, taken back."""

from flask import Blueprint, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Claim
from creditor.evidence import services
from creditor.evidence.files import answer
from creditor.evidence.models import Document
from creditor.evidence.schemas import ConfirmSchema, DocumentSchema
from creditor.intake.models import Row
from creditor.intake.schemas import posted_file
from creditor.intake.wording import EVIDENCE
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import get, is_fragment, load, page, say

bp = Blueprint("evidence", __name__, url_prefix="/evidence")


@bp.get("/rows/<uuid:row>")
@allow(Permission.HAND_OVER_CLAIMS)
def show_row(row: Row) -> ResponseReturnValue:
    """The documents of a row that waits."""
    return _page(row, row.claim.get("invoice_no", ""), _of_row(row))


@bp.post("/rows/<uuid:row>")
@allow(Permission.HAND_OVER_CLAIMS)
def create_for_row(row: Row) -> ResponseReturnValue:
    """Add a document to it."""
    return _add(row, _of_row(row))


@bp.get("/claims/<uuid:claim>")
@allow(Permission.HAND_OVER_CLAIMS)
def show_claim(claim: Claim) -> ResponseReturnValue:
    """The documents of a claim."""
    return _page(claim, claim.invoice_no, _of_claim(claim))


@bp.post("/claims/<uuid:claim>")
@allow(Permission.HAND_OVER_CLAIMS)
def create_for_claim(claim: Claim) -> ResponseReturnValue:
    """Add a document to it."""
    return _add(claim, _of_claim(claim))


@bp.get("/<uuid:document>/file")
@allow(Permission.SEE_OWN_CASES)
def show_file(document: Document) -> ResponseReturnValue:
    """The document itself."""
    return answer(document)


@bp.post("/<uuid:document>/removal")
@allow(Permission.HAND_OVER_CLAIMS)
def create_removal(document: Document) -> ResponseReturnValue:
    """Take it back, while nothing is handed over."""
    row = get(Row, document.row_id) if document.row_id else None
    back = _of_row(row) if row else url_for("creditor.cases.show", case=document.case_id)
    load(ConfirmSchema, page="creditor.claims.index")
    services.remove(document, by=me())
    say(_("“%(name)s” is removed.", name=document.name))
    return redirect(back)


def _page(subject: Row | Claim, invoice_no: str, back: str) -> ResponseReturnValue:
    return page(
        "creditor/evidence/show.html",
        subject=subject,
        invoice_no=invoice_no,
        documents=services.documents_of(subject),
        removable=isinstance(subject, Row) and subject.claim_id is None,
        evidence=EVIDENCE,
        back=back,
    )


def _add(subject: Row | Claim, back: str) -> ResponseReturnValue:
    kind = load(DocumentSchema).kind
    data, name = posted_file("document")
    document = services.add(subject, data, name, kind, by=me())
    if not is_fragment():
        say(_("“%(name)s” is added.", name=document.name))
        return redirect(back)
    shown = make_response(
        page(
            "creditor/evidence/_document.html",
            document=document,
            evidence=EVIDENCE,
            removable=document.claim_id is None,
        )
    )
    shown.headers["HX-Trigger"] = f"evidence-{subject.id}"
    return shown


def _of_row(row: Row) -> str:
    return url_for("creditor.batches.show", batch=row.batch_id, _anchor=f"row-{row.id}")


def _of_claim(claim: Claim) -> str:
    return url_for("creditor.cases.show", case=claim.case_id, _anchor=f"claim-{claim.id}")
