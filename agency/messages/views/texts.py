"""Writing a text message to the debtor, and answering one."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case, Party
from agency.messages import services, wording
from agency.messages.beginnings import beginnings
from agency.messages.models import Message
from agency.messages.overview import text_desk
from agency.messages.schemas import LONGEST_TEXT, TextSchema
from agency.messages.views.blueprint import bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.keys import new_key
from portal.web import load, page, say


@bp.get("/messages/new/text")
@allow(Permission.WORK_CASES)
def new_text(case: Case) -> ResponseReturnValue:
    """A first text message to the debtor."""
    return _form(case, None)


@bp.post("/messages/new/text")
@allow(Permission.WORK_CASES)
def create_text(case: Case) -> ResponseReturnValue:
    """Send it."""
    return _send(case, None)


@bp.get("/messages/<uuid:message>/text")
@allow(Permission.WORK_CASES)
def new_text_answer(case: Case, message: Message) -> ResponseReturnValue:
    """What the debtor wrote, and the form to answer it by text message."""
    services.open_message(_of_debtor(message))
    return _form(case, message)


@bp.post("/messages/<uuid:message>/text")
@allow(Permission.WORK_CASES)
def create_text_answer(case: Case, message: Message) -> ResponseReturnValue:
    """Send the answer; the message is dealt with."""
    return _send(case, _of_debtor(message))


def _of_debtor(message: Message) -> Message:
    if message.party != Party.DEBTOR:
        raise NotFound
    return message


def _form(case: Case, message: Message | None) -> str:
    found = text_desk(case, message)
    return page(
        "agency/messages/text.html",
        case=case,
        desk=found,
        beginnings=beginnings(
            *(case, Party.DEBTOR, request.args.get("begin")),
            is_stranger=found.has_stranger,
            by=me(),
            longest=LONGEST_TEXT,
        ),
        form_key=new_key(),
        words=wording,
    )


def _send(case: Case, message: Message | None) -> ResponseReturnValue:
    given = load(TextSchema)
    services.write_text(
        case,
        services.WrittenText(
            form_key=given.form_key,
            to=given.to,
            text=given.text,
            answers=message,
            begins_with=given.begins_with,
        ),
        by=me(),
    )
    say(_("On its way."))
    return redirect(url_for("agency.cases.show", case=case.id))
