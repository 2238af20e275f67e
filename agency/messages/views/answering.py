"""Writing an e-mail about a case, and answering one."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case, Party
from agency.compliance.papers import paper_from
from agency.messages import services, wording
from agency.messages.beginnings import beginnings
from agency.messages.kinds import By
from agency.messages.models import Message
from agency.messages.overview import can_text, desk
from agency.messages.schemas import SIDES, WriteSchema
from agency.messages.views.blueprint import bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.keys import new_key
from portal.web import load, page, say


@bp.get("/messages/new/<party>")
@allow(Permission.WORK_CASES)
def new_message(case: Case, party: str) -> ResponseReturnValue:
    """A first e-mail to the debtor or to the creditor's people."""
    return _form(case, _side(party), None)


@bp.post("/messages/new/<party>")
@allow(Permission.WORK_CASES)
def create_message(case: Case, party: str) -> ResponseReturnValue:
    """Send it."""
    return _send(case, _side(party), None)


@bp.get("/messages/<uuid:message>/answer")
@allow(Permission.WORK_CASES)
def new_answer(case: Case, message: Message) -> ResponseReturnValue:
    """What came in, and the form to answer it: by the way that it came, unless another is asked for."""
    if message.way == By.SMS and request.args.get("by") != By.EMAIL:
        return redirect(url_for(".new_text_answer", case=case.id, message=message.id))
    services.open_message(message)
    return _form(case, Party(message.party), message)


@bp.post("/messages/<uuid:message>/answer")
@allow(Permission.WORK_CASES)
def create_answer(case: Case, message: Message) -> ResponseReturnValue:
    """Send the answer; the message is dealt with."""
    return _send(case, Party(message.party), message)


def _side(party: str) -> Party:
    if party not in SIDES:
        raise NotFound
    return SIDES[party]


def _form(case: Case, party: Party, message: Message | None) -> str:
    found = desk(case, party, message)
    return page(
        "agency/messages/write.html",
        case=case,
        desk=found,
        beginnings=beginnings(
            *(case, party, request.args.get("begin")), is_stranger=found.has_stranger, by=me()
        ),
        can_text=party is Party.DEBTOR and can_text(case),
        form_key=new_key(),
        words=wording,
    )


def _send(case: Case, party: Party, message: Message | None) -> ResponseReturnValue:
    given = load(WriteSchema)
    papers = [paper_from(file) for file in request.files.getlist("files")]
    services.write(
        case,
        services.Written(
            form_key=given.form_key,
            party=party,
            to=given.to.lower(),
            subject=given.subject,
            text=given.text,
            papers=[paper for paper in papers if paper],
            answers=message,
            begins_with=given.begins_with,
        ),
        by=me(),
    )
    say(_("Sent."))
    return redirect(url_for("agency.cases.show", case=case.id))
