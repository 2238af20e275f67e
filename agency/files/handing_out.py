"""A file of staff, handed out so that nothing in it can run."""

from flask import Response, current_app, send_file

from agency.files.models import CaseFile
from portal.errors import NotFound
from portal.security import SANDBOX


def handed_out(file: CaseFile) -> Response:
    """To keep; NotFound where it was removed or erased."""
    if not file.is_there:
        raise NotFound
    response = send_file(
        current_app.extensions["storage"].open(file.file_key),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response
