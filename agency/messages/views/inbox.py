"""The messages that wait, of all cases and of none, and finding the case of one."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.cases.searching import search
from agency.messages import queries, services, wording
from agency.messages.models import Message
from agency.messages.schemas import SIDES, AssignSchema, DropSchema
from agency.messages.views.blueprint import inbox_bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import keyset, load, page, say


@inbox_bp.get("/")
@allow(Permission.WORK_CASES)
def index() -> ResponseReturnValue:
    """What waits, the most pressing first; or only what has no case."""
    only_loose = request.args.get("tab") == "loose"
    found = queries.without_case() if only_loose else queries.waiting()
    return page(
        "agency/messages/inbox.html",
        found=keyset(found, Message.answer_by, Message.id),
        only_loose=only_loose,
        words=wording,
    )


@inbox_bp.get("/<uuid:message>")
@allow(Permission.WORK_CASES)
def show(message: Message) -> ResponseReturnValue:
    """A message, and the way to its case: one's page, or a search for it."""
    services.open_message(message)
    if message.case_id:
        step = (
            "agency.messages.new_settlement" if message.is_bounce else "agency.messages.new_answer"
        )
        return redirect(url_for(step, case=message.case_id, message=message.id))
    asked = request.args.get("q", "").strip() or message.sender
    return page(
        "agency/messages/loose.html",
        message=message,
        asked=asked,
        found=search(asked) if asked else None,
        sides=[(name, wording.PARTIES[party]) for name, party in SIDES.items()],
        words=wording,
    )


@inbox_bp.post("/<uuid:message>/case/<uuid:case>")
@allow(Permission.WORK_CASES)
def create_assignment(message: Message, case: Case) -> ResponseReturnValue:
    """Give it to a case."""
    given = load(AssignSchema, page=".show")
    services.assign(message, case, SIDES[given.party], by=me())
    say(_("The message is with its case now."))
    return redirect(url_for("agency.cases.show", case=case.id))


@inbox_bp.post("/<uuid:message>/drop")
@allow(Permission.WORK_CASES)
def create_drop(message: Message) -> ResponseReturnValue:
    """Put it aside."""
    services.drop(message, load(DropSchema, page=".show").why, by=me())
    say(_("Put aside."))
    return redirect(url_for(".index"))
