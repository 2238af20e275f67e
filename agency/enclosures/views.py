"""The page of the forms that letters must carry: what is there, what lacks, sending one in."""

from flask import Blueprint, Response, current_app, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import Schema

from agency.enclosures import queries, services
from agency.enclosures.asked import Asked, asked
from agency.enclosures.models import Enclosure
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound, Refused
from portal.web import load, page, say

bp = Blueprint("enclosures", __name__, url_prefix="/settings/forms")


class FormSchema(Schema):
    """Nothing but the file, which is no field."""


@bp.get("")
@allow(Permission.ADMINISTER)
def index() -> ResponseReturnValue:
    """Each form that the law asks for, with the file in force and those before it."""
    return page("agency/enclosures/index.html", asked=asked(), versions=queries.versions())


@bp.post("/<key>")
@allow(Permission.ADMINISTER)
def create(key: str) -> ResponseReturnValue:
    """Send in a form."""
    wanted = _asked(key)
    load(FormSchema, page=".index")
    file = request.files.get("document")
    if file is None or not file.filename:
        raise Refused(_("Choose the PDF of the form first."))
    services.take_in(wanted, file.read(), file.filename, by=me())
    say(_("The form is kept. It goes with every such letter from now on."))
    return redirect(url_for(".index"))


@bp.get("/<uuid:enclosure>/file")
@allow(Permission.ADMINISTER)
def file(enclosure: Enclosure) -> Response:
    """The form as it came."""
    return send_file(
        current_app.extensions["storage"].open(enclosure.file_key),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=enclosure.file_name,
    )


def _asked(key: str) -> Asked:
    found = next((each for each in asked() if each.key == key), None)
    if found is None:
        raise NotFound
    return found
