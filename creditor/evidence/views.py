"""Evidence on the pages of both desks: beside the case for staff, under the claim for creditors."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate

from agency.cases.models import Case, Claim
from creditor.evidence import labels, services
from creditor.evidence.files import file_response
from creditor.evidence.models import Document, EvidenceKind
from portal.accounts.guards import Desk, allow, current_membership, guard, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound, Refused
from portal.web import is_fragment, load, page, say

staff = Blueprint("evidence", __name__, url_prefix="/agency/evidence")
guard(staff, Desk.STAFF)

own = Blueprint("evidence", __name__, url_prefix="/evidence")


class KindSchema(Schema):
    """What a document proves."""

    kind = fields.Enum(EvidenceKind, by_value=True, load_default=EvidenceKind.CORRESPONDENCE)


class ShownSchema(Schema):
    """Whether the debtor may see a document."""

    shown = fields.Boolean(required=True, validate=validate.OneOf([True, False]))


@staff.get("/case/<uuid:case>")
@allow(Permission.SEE_CASES)
def panel(case: Case) -> ResponseReturnValue:
    """The evidence of a case, claim by claim."""
    membership = current_membership()
    return page(
        "creditor/evidence/panel.html",
        case=case,
        documents=services.documents_of_case(case),
        labels=labels,
        may_hide=bool(membership and membership.may(Permission.WORK_CASES)),
    )


@staff.get("/documents/<uuid:document>")
@allow(Permission.SEE_CASES)
def show(document: Document) -> ResponseReturnValue:
    """A document beside what its claim says."""
    return page(
        "creditor/evidence/show.html",
        document=_of_case(document),
        case=services.case_of(document),
        labels=labels,
    )


@staff.get("/documents/<uuid:document>/file")
@allow(Permission.SEE_CASES)
def file(document: Document) -> ResponseReturnValue:
    """The document itself."""
    return file_response(_of_case(document), download="download" in request.args)


@staff.post("/documents/<uuid:document>/visibility")
@allow(Permission.WORK_CASES)
def change_visibility(document: Document) -> ResponseReturnValue:
    """Let the debtor see it, or not."""
    shown = load(ShownSchema).shown
    services.show_to_debtor(_of_case(document), shown=shown, by=me())
    say(_("The debtor sees this document now.") if shown else _("The debtor no longer sees it."))
    return redirect(url_for("agency.cases.show", case=document.case_id), 303)


@own.get("/documents/<uuid:document>", endpoint="file")
@allow(Permission.SEE_OWN_CASES)
def own_file(document: Document) -> ResponseReturnValue:
    """A document of one's own."""
    return file_response(document, download="download" in request.args)


@own.post("/claims/<uuid:claim>")
@allow(Permission.HAND_OVER_CLAIMS)
def add_to_claim(claim: Claim) -> ResponseReturnValue:
    """More evidence for a claim that was handed over; the fee stays what was agreed."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused(_("Choose a file first."))
    document = services.add(claim, sent.read(), sent.filename, load(KindSchema).kind, by=me())
    if is_fragment():
        return page("creditor/evidence/_document.html", document=document, labels=labels)
    say(_("%(name)s was added.", name=document.name))
    return redirect(url_for("creditor.cases.show", case=claim.case_id), 303)


def _of_case(document: Document) -> Document:
    """Evidence that was handed over; what a creditor is still preparing is nobody else's."""
    if document.case_id is None:
        raise NotFound
    return document
