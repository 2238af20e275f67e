"""Links that a debtor makes for somebody who pays for it."""

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.i18n import current_locale
from portal.limits import limiter
from portal.pay.desk import desk
from portal.pay.guest_schemas import helper_form
from portal.pay.guests import DAYS
from portal.pay.views import bp
from portal.pay.views.doorway import behind_the_check
from portal.web import load, page


@bp.get("/helpers")
@behind_the_check
def show_helpers(code: str) -> ResponseReturnValue:
    """The links there are, and the form for another."""
    return page(
        "portal/pay/helpers.html",
        sheet=desk().sheet(code),
        house=agency_settings(),
        helpers=desk().helpers(code),
        days=DAYS,
    )


@bp.post("/helpers")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_helper(code: str) -> ResponseReturnValue:
    """Make one."""
    form = load(helper_form(desk().helpers(code).most), page=".show_helpers")
    desk().make_helper_link(
        code, label=form.label, amount=form.amount, days=form.days, locale=current_locale()
    )
    return redirect(url_for(".show_helpers"), 303)


@bp.post("/helpers/<uuid:link_id>/revocation")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_helper_revocation(code: str, link_id: uuid.UUID) -> ResponseReturnValue:
    """Shut one."""
    desk().revoke_helper_link(code, link_id)
    return redirect(url_for(".show_helpers"), 303)
