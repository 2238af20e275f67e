"""What becomes of money that a debtor paid too much: its other case, or back to it."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.limits import limiter
from portal.pay.desk import desk
from portal.pay.surplus_schema import SurplusSchema
from portal.pay.views import bp
from portal.pay.views.doorway import behind_the_check
from portal.web import load, page


@bp.get("/surplus")
@behind_the_check
def show_surplus(code: str) -> ResponseReturnValue:
    """The question, or what became of it."""
    found = desk().surplus(code)
    if found is None:
        return redirect(url_for(".show"))
    return page(
        "portal/pay/surplus.html",
        sheet=desk().sheet(code),
        house=agency_settings(),
        surplus=found,
        form_key=request.form.get("form_key") or uuid.uuid4(),
    )


@bp.post("/surplus")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_surplus_choice(code: str) -> ResponseReturnValue:
    """Choose."""
    form = load(SurplusSchema, page=".show_surplus")
    desk().choose_surplus(code, form.to_case_id, form.form_key)
    return redirect(url_for(".show_surplus"), 303)
