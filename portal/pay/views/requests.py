"""What a debtor can say: I do not agree, call me, this is not me."""

from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from portal.accounts.guards import agency_settings
from portal.limits import limiter
from portal.pay.desk import desk
from portal.pay.schemas import CallSchema, NotMeSchema, ObjectionSchema
from portal.pay.views import bp
from portal.pay.views.doorway import behind_the_check
from portal.pay.wording import CALL_TIMES, OBJECTIONS
from portal.web import load, page


@dataclass(frozen=True, slots=True)
class Kind:
    """A thing to say: its name at the desk, its form and its page."""

    name: str
    schema: type[Schema]
    template: str


KINDS = {
    "objection": Kind("objection", ObjectionSchema, "portal/pay/objection.html"),
    "call": Kind("call_me", CallSchema, "portal/pay/call.html"),
    "not-me": Kind("not_me", NotMeSchema, "portal/pay/not_me.html"),
}
_ONE_OF_THEM = "/<any('objection', 'call', 'not-me'):what>"


@bp.get(_ONE_OF_THEM)
@behind_the_check
def new_request(code: str, what: str) -> ResponseReturnValue:
    """The form to say it."""
    return page(
        KINDS[what].template,
        sheet=desk().sheet(code),
        house=agency_settings(),
        objections=list(OBJECTIONS.items()),
        call_times=list(CALL_TIMES.items()),
    )


@bp.post(_ONE_OF_THEM)
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_request(code: str, what: str) -> ResponseReturnValue:
    """Say it."""
    said = load(KINDS[what].schema)
    phone = getattr(said, "phone", "")
    desk().ask(code, KINDS[what].name, choice=said.choice, text=said.text, phone=phone)
    return redirect(url_for(".show_request", what=what), 303)


@bp.get(f"{_ONE_OF_THEM}/done")
@behind_the_check
def show_request(code: str, what: str) -> ResponseReturnValue:
    """Thanks, and what happens next."""
    sheet = desk().sheet(code)
    waiting = [asked for asked in sheet.asked if asked.kind == KINDS[what].name]
    if not waiting:
        return redirect(url_for(".show"))
    return page("portal/pay/asked.html", sheet=sheet, house=agency_settings(), asked=waiting[-1])
