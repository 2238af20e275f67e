"""Stored messages and files handed out as they came."""

from flask import Response, current_app, send_file

from portal.errors import NotFound
from portal.security import SANDBOX


def kept_file(key: str, name: str, media_type: str) -> Response:
    """A stored file to keep; never shown in the browser, since anybody may have sent it."""
    if not key:
        raise NotFound
    response = send_file(
        current_app.extensions["storage"].open(key),
        mimetype=media_type,
        as_attachment=True,
        download_name=name,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response
