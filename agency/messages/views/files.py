"""Messages and their files as they came, to keep."""

from flask import Response
from flask.typing import ResponseReturnValue

from agency.cases.models import Case
from agency.messages.models import Message, MessageFile
from agency.messages.sending import kept_file
from agency.messages.views.blueprint import bp, inbox_bp
from portal import clock
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission


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
    return kept_file(message_file.file_key, message_file.name, message_file.media_type)


def original(message: Message) -> Response:
    """The stored e-mail; NotFound where there is none."""
    return kept_file(
        message.raw_key,
        f"message-{message.at.astimezone(clock.OFFICE_ZONE):%Y%m%d-%H%M}.eml",
        "message/rfc822",
    )
