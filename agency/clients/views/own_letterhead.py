"""A creditor's own letterhead: who signs the reminders in its name, and its logo."""

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients import services
from agency.clients.models import Creditor
from agency.clients.schemas import OwnLetterheadSchema
from agency.clients.services.logos import logo_of
from agency.clients.views.posted import posted_logo
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import load, page, say

bp = Blueprint("own_letterhead", __name__, url_prefix="/creditors/<uuid:creditor>/letterhead")


@bp.get("")
@allow(Permission.ADMINISTER)
def edit(creditor: Creditor) -> ResponseReturnValue:
    """The form for it."""
    return page("agency/clients/creditors/own_letterhead.html", creditor=creditor)


@bp.post("")
@allow(Permission.ADMINISTER)
def update(creditor: Creditor) -> ResponseReturnValue:
    """Change it."""
    typed = load(OwnLetterheadSchema)
    services.change_own_letterhead(
        creditor, typed.signatory, typed.signatory_title, logo=posted_logo(), by=me()
    )
    say(_("Saved. Reminders that were prepared before keep the old letterhead."))
    return redirect(url_for("agency.creditors.show", creditor=creditor.id))


@bp.get("/logo")
@allow(Permission.SEE_CREDITORS)
def logo(creditor: Creditor) -> ResponseReturnValue:
    """The picture on it."""
    if not creditor.logo_key:
        raise NotFound
    return Response(
        logo_of(creditor),
        mimetype=creditor.logo_media_type,
        headers={"Cache-Control": "private, max-age=3600"},
    )
