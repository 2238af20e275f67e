"""A new agreement with a creditor: the tariff row by row, with what a claim would cost by it."""

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients import services
from agency.clients.drafts import TariffDraft
from agency.clients.example import Example
from agency.clients.models import Creditor
from agency.clients.proposal import Proposal
from agency.clients.schemas import AgreementSchema
from portal import db
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import is_fragment, load, page, say

bp = Blueprint("agreements", __name__, url_prefix="/creditors/<uuid:creditor>/agreements")


@bp.get("/new")
@allow(Permission.ADMINISTER)
def new(creditor: Creditor) -> ResponseReturnValue:
    """The form, filled with the terms of the last agreement or with what was typed."""
    return _form(creditor)


@bp.post("/new")
@allow(Permission.ADMINISTER)
def create(creditor: Creditor) -> ResponseReturnValue:
    """Enter the agreement."""
    terms = load(AgreementSchema)
    tariff = TariffDraft.posted(request.form).tariff(g.agency.country, form=request.form)
    made = services.agree(creditor, tariff, **vars(terms), by=me())
    db.session.flush()
    say(_("The agreement is entered."))
    return redirect(url_for("agency.creditors.show", creditor=made.creditor_id))


@bp.post("/draft")
@allow(Permission.ADMINISTER)
def draft(creditor: Creditor) -> ResponseReturnValue:
    """The form with a row more or less, or with another example. Nothing is kept."""
    return _form(creditor)


def _form(creditor: Creditor) -> ResponseReturnValue:
    proposal = Proposal.of(creditor, request.form)
    return page(
        "agency/clients/creditors/_example.html"
        if is_fragment()
        else "agency/clients/creditors/agreement.html",
        creditor=creditor,
        proposal=proposal,
        draft=proposal.draft,
        example=Example.of(proposal, request.form, g.agency),
    )
