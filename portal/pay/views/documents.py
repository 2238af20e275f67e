"""Evidence that the debtor may see, handed out so that nothing in it can run."""

import uuid

from flask import Response, send_file
from flask.typing import ResponseReturnValue

from portal.pay.desk import desk
from portal.pay.files import File
from portal.pay.views import bp
from portal.pay.views.doorway import behind_the_check
from portal.security import SANDBOX

PICTURES = frozenset({"image/png", "image/jpeg"})
"""What a browser shows safely; anything else is saved first."""


@bp.get("/documents/<uuid:document_id>")
@behind_the_check
def show_document(code: str, document_id: uuid.UUID) -> ResponseReturnValue:
    """One document."""
    return handed_out(desk().document(code, document_id))


@bp.get("/paid-in-full")
@behind_the_check
def show_paid_letter(code: str) -> ResponseReturnValue:
    """The letter that says that all is paid."""
    return handed_out(desk().paid_letter(code))


def handed_out(file: File) -> Response:
    """A file, so that nothing in it can run."""
    response = send_file(
        file.content,
        mimetype=file.media_type,
        as_attachment=file.media_type not in PICTURES,
        download_name=file.name,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
