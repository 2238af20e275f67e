"""Writing to the agency about a case, and the files of what was written."""

from flask import Blueprint, request, url_for
from flask import redirect as to
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length

from agency.cases.models import Case
from agency.compliance.papers import paper_from
from agency.messages import services
from agency.messages.models import Message, MessageFile
from agency.messages.sending import kept_file
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import load, say

bp = Blueprint("messages", __name__, url_prefix="/cases/<uuid:case>/messages")


class MessageSchema(Schema):
    """What somebody of the creditor writes."""

    class Meta:
        """What the form does not name does not matter."""

        unknown = EXCLUDE

    form_key = fields.UUID(required=True)
    text = fields.String(required=True, validate=Length(min=1, max=20_000))


@bp.post("")
@allow(Permission.HAND_OVER_CLAIMS)
def create_message(case: Case) -> ResponseReturnValue:
    """Write to the agency."""
    given = load(MessageSchema, page="creditor.cases.show")
    papers = [paper_from(file) for file in request.files.getlist("files")]
    services.write_on_page(
        case,
        given.text,
        form_key=given.form_key,
        papers=[paper for paper in papers if paper],
        by=me(),
    )
    say(_("Your message is with the agency."))
    return to(url_for("creditor.cases.show", case=case.id))


@bp.get("/<uuid:message>/files/<uuid:message_file>")
@allow(Permission.SEE_OWN_CASES)
def show_file(case: Case, message: Message, message_file: MessageFile) -> ResponseReturnValue:
    """A file that came or went with a message."""
    if message.case_id != case.id or message_file.message_id != message.id:
        raise NotFound
    return kept_file(message_file.file_key, message_file.name, message_file.media_type)
