"""What a debtor can promise: an amount by a day, within what the agency allows."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.limits import limiter
from portal.pay.desk import desk
from portal.pay.schemas import promise_form
from portal.pay.views import bp
from portal.pay.views.doorway import behind_the_check
from portal.web import load, page


@bp.get("/promise")
@behind_the_check
def new_promise(code: str) -> ResponseReturnValue:
    """How much, and by when; the promise itself once there is one."""
    terms = desk().promise_terms(code)
    if terms.promised:
        return redirect(url_for(".show_promise"))
    if not terms.may_promise:
        return redirect(url_for(".show"))
    return page(
        "portal/pay/promise.html", sheet=desk().sheet(code), house=agency_settings(), terms=terms
    )


@bp.post("/promise")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_promise(code: str) -> ResponseReturnValue:
    """Promise it."""
    terms = desk().promise_terms(code)
    if terms.may_promise:
        form = load(promise_form(terms))
        desk().promise(code, form.amount, form.due_on)
    return redirect(url_for(".show_promise"), 303)


@bp.get("/promise/done")
@behind_the_check
def show_promise(code: str) -> ResponseReturnValue:
    """Thanks, and what happens next."""
    promised = desk().promise_terms(code).promised
    if promised is None:
        return redirect(url_for(".show"))
    return page(
        "portal/pay/promised.html",
        sheet=desk().sheet(code),
        house=agency_settings(),
        promised=promised,
    )
