"""Messages and their files as they came, to keep."""

from flask import Response, current_app, send_file
from flask.typing import ResponseReturnValue

from agency.cases.models import Case
from agency.messages.models import Message, MessageFile
from agency.messages.views.blueprint import bp, inbox_bp
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.security import SANDBOX


@bp.get("/messages/<uuid:message>/original")
@allow(Permission.WORK_CASES)
def show_original(case: Case, message: Message) -> ResponseReturnValue:
    """The e-mail, byte for byte."""
    return original(message)


@inbox_bp.get("/<uuid:message>/original")
@allow(Permission.WORK_CASES)
def show_loose_original(message: Message) -> ResponseReturnValue:
    """The e-mail that belongs to no case yet, byte for byte."""
    return original(message)


@bp.get("/messages/<uuid:message>/files/<uuid:message_file>")
@allow(Permission.WORK_CASES)
def show_file(case: Case, message: Message, message_file: MessageFile) -> ResponseReturnValue:
    """A file that came or went with it."""
    return _kept(message_file.file_key, message_file.name, message_file.media_type)


def original(message: Message) -> Response:
    """The stored e-mail; NotFound where there is none."""
    return _kept(message.raw_key, f"message-{message.at:%Y%m%d-%H%M}.eml", "message/rfc822")


def _kept(key: str, name: str, media_type: str) -> Response:
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
