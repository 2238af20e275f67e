"""Planning a call that somebody asked for."""

from datetime import datetime

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.contacts import services
from agency.contacts.schemas import CallbackSchema
from agency.contacts.views.blueprint import at_office, bp
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say


@bp.get("/callback")
@allow(Permission.WORK_CASES)
def new_callback(case: Case) -> ResponseReturnValue:
    """When, who, and at what number."""
    return page("agency/contacts/callback.html", case=case, today=clock.today())


@bp.post("/callback")
@allow(Permission.WORK_CASES)
def create_callback(case: Case) -> ResponseReturnValue:
    """Plan it."""
    given = load(CallbackSchema)
    services.plan(
        case,
        at_office(datetime.combine(given.call_on, given.call_time)),
        asked_by=given.asked_by,
        phone=given.phone,
        note=given.note,
        by=me(),
    )
    say(_("The call is planned. It is on the worklist that day."))
    return redirect(url_for("agency.cases.show", case=case.id))
