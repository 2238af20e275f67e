"""Taking a promise to pay, and taking it back."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.contacts import services, wording
from agency.contacts.models import Promise
from agency.contacts.overview import desk
from agency.contacts.schemas import CHANNELS, EndSchema, promise_form
from agency.contacts.views.blueprint import bp, may
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say


@bp.get("/promise")
@allow(Permission.WORK_CASES)
def new_promise(case: Case) -> ResponseReturnValue:
    """How much, by when, and how it was heard."""
    return page(
        "agency/contacts/promise.html",
        case=case,
        desk=desk(case),
        channels=[(name, wording.CHANNELS[name]) for name in CHANNELS],
        may_allow=may(Permission.ALLOW_PROMISES),
        today=clock.today(),
    )


@bp.post("/promise")
@allow(Permission.WORK_CASES)
def create_promise(case: Case) -> ResponseReturnValue:
    """Note it."""
    given = load(promise_form(case.currency))
    services.promise(
        case,
        given.amount,
        given.due_on,
        channel=given.channel,
        by=me(),
        beyond_why=given.beyond_why if may(Permission.ALLOW_PROMISES) else "",
    )
    say(_("The promise is noted. Nothing is sent before its day has passed."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get("/promises/<uuid:promise>/end")
@allow(Permission.WORK_CASES)
def new_end(case: Case, promise: Promise) -> ResponseReturnValue:
    """Why it no longer holds."""
    return page("agency/contacts/end.html", case=case, it=promise)


@bp.post("/promises/<uuid:promise>/end")
@allow(Permission.WORK_CASES)
def create_end(case: Case, promise: Promise) -> ResponseReturnValue:
    """Take it back."""
    services.end(promise, why=load(EndSchema).why, by=me())
    say(_("The promise is taken back. The case goes on."))
    return redirect(url_for("agency.cases.show", case=case.id))
