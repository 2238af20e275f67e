"""Logging calls, letters, e-mails and visits."""

from datetime import datetime
from typing import Any

from flask import current_app, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case, DebtorRequest
from agency.compliance.papers import paper_from
from agency.contacts import services, wording
from agency.contacts.kinds import NOT_REACHED, ContactKind, Spoke
from agency.contacts.models import Callback, Contact
from agency.contacts.overview import desk
from agency.contacts.schemas import FORMS, contact_form
from agency.contacts.views.blueprint import at_office, bp, may
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.keys import new_key
from portal.security import SANDBOX
from portal.web import get, load, page, say

_OTHERS = "/log/<kind>"
NEXT_PAGE = "agency.worklist.next_case"
"""Where the next case of the day comes; a higher slice brings it."""


@bp.get("/call")
@allow(Permission.WORK_CASES)
def new_call(case: Case) -> ResponseReturnValue:
    """Whether a call is lawful now, the number to dial, and the form to log it."""
    return _form(case, ContactKind.CALL)


@bp.post("/call")
@allow(Permission.WORK_CASES)
def create_call(case: Case) -> ResponseReturnValue:
    """Log a call."""
    return _log(case, ContactKind.CALL)


@bp.get(_OTHERS)
@allow(Permission.WORK_CASES)
def new_contact(case: Case, kind: str) -> ResponseReturnValue:
    """The form to log something else than a call."""
    return _form(case, _written_as(kind))


@bp.post(_OTHERS)
@allow(Permission.WORK_CASES)
def create_contact(case: Case, kind: str) -> ResponseReturnValue:
    """Log it."""
    return _log(case, _written_as(kind))


@bp.get("/contacts/<uuid:contact>/document")
@allow(Permission.WORK_CASES)
def show_document(case: Case, contact: Contact) -> ResponseReturnValue:
    """What came with a contact, to keep."""
    if not contact.document_key:
        raise NotFound
    response = send_file(
        current_app.extensions["storage"].open(contact.document_key),
        mimetype=contact.document_type,
        as_attachment=True,
        download_name=contact.document_name,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


def _written_as(kind: str) -> ContactKind:
    """The kind that an address names; a call has a page of its own."""
    if kind not in FORMS:
        raise NotFound
    return ContactKind(kind)


def _form(case: Case, kind: ContactKind) -> str:
    return page(
        "agency/contacts/contact.html",
        case=case,
        kind=kind,
        desk=desk(case),
        form_key=new_key(),
        words=wording,
        outcomes=[
            (each, text)
            for each, text in wording.OUTCOMES.items()
            if kind is ContactKind.CALL or each not in NOT_REACHED
        ],
        may_allow=may(Permission.ALLOW_PROMISES),
        today=clock.today(),
        has_next=NEXT_PAGE in current_app.view_functions,
    )


def _log(case: Case, kind: ContactKind) -> ResponseReturnValue:
    given = load(contact_form(kind, case.currency))
    services.log_contact(case, _told(kind, given), by=me())
    say(_("Logged."))
    if "and_next" in request.form and NEXT_PAGE in current_app.view_functions:
        return redirect(url_for(NEXT_PAGE, left=case.id))
    return redirect(url_for("agency.cases.show", case=case.id))


def _told(kind: ContactKind, given: Any) -> services.Logged:
    """What the form says, on the agency's clock."""
    callback, asked = getattr(given, "callback", None), getattr(given, "asked", None)
    at = at_office(given.at) if given.at else clock.now()
    calls = given.call_on and given.call_time
    return services.Logged(
        form_key=given.form_key,
        kind=kind,
        direction=given.direction,
        spoke=given.spoke or Spoke.NOBODY,
        spoke_name=given.spoke_name,
        outcome=given.outcome,
        at=min(at, clock.now()),
        reason=given.reason,
        note=given.note,
        phone=getattr(given, "phone", ""),
        amount=given.amount,
        due_on=given.due_on,
        beyond_why=given.beyond_why if may(Permission.ALLOW_PROMISES) else "",
        call_at=at_office(datetime.combine(given.call_on, given.call_time)) if calls else None,
        call_phone=given.call_phone,
        objection=given.objection,
        paper=paper_from(request.files.get("document")),
        callback=get(Callback, callback) if callback else None,
        request=get(DebtorRequest, asked) if asked else None,
    )
