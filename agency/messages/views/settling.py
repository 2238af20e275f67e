"""Dealing with a message otherwise than by an answer."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.contacts import wording as contact_wording
from agency.contacts.models import Contact
from agency.messages import services, wording
from agency.messages.models import Message
from agency.messages.overview import contacts_since
from agency.messages.schemas import SettleSchema
from agency.messages.views.blueprint import bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import get, load, page, say


@bp.get("/messages/<uuid:message>/settlement")
@allow(Permission.WORK_CASES)
def new_settlement(case: Case, message: Message) -> ResponseReturnValue:
    """Why it needs no answer, or the contact in which it was dealt with."""
    services.open_message(message)
    return page(
        "agency/messages/settle.html",
        case=case,
        message=message,
        words=wording,
        contacts=contacts_since(message),
        contact_words=contact_wording,
    )


@bp.post("/messages/<uuid:message>/settlement")
@allow(Permission.WORK_CASES)
def create_settlement(case: Case, message: Message) -> ResponseReturnValue:
    """Note it."""
    given = load(SettleSchema)
    if given.contact:
        services.log_as_settled(message, get(Contact, given.contact), by=me())
    else:
        services.needs_no_answer(message, given.why, by=me(), try_again=given.try_again)
    say(_("Noted."))
    return redirect(url_for("agency.cases.show", case=case.id))
