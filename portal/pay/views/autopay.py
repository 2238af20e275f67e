"""Letting instalments be taken from a card or account; another one, or none any more."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.accounts.links import address
from portal.i18n import current_locale
from portal.limits import limiter
from portal.pay.desk import desk
from portal.pay.plan_schemas import AutopaySchema
from portal.pay.plans import Click
from portal.pay.views import bp
from portal.pay.views.doorway import behind_the_check
from portal.pay.views.plans import LONGEST_BROWSER
from portal.web import load, page


@bp.get("/plan/autopay")
@behind_the_check
def show_autopay(code: str) -> ResponseReturnValue:
    """What is in use, or what is allowed by agreeing."""
    found = desk().autopay(code)
    if not (found.method or found.may_begin):
        return redirect(url_for(".show_plan"))
    return page(
        "portal/pay/autopay.html",
        sheet=desk().sheet(code),
        house=agency_settings(),
        autopay=found,
        choices=desk().plan_choices(code),
        is_open="back" in request.args,
    )


@bp.post("/plan/autopay")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_autopay(code: str) -> ResponseReturnValue:
    """On to the provider's page, on which the card or account is chosen."""
    form = load(AutopaySchema)
    place = request.view_args or {}
    click = Click(form.name, request.remote_addr or "", request.user_agent.string[:LONGEST_BROWSER])
    checkout = desk().begin_autopay(
        code,
        click,
        when=form.when,
        locale=current_locale(),
        back_to=lambda saved_id: (
            address("pay.finish_autopay", **place, saved_id=saved_id),
            address("pay.show_autopay", **place, back=1),
        ),
    )
    return redirect(checkout, 303)


@bp.get("/plan/autopay/<uuid:saved_id>")
@behind_the_check
def finish_autopay(code: str, saved_id: uuid.UUID) -> ResponseReturnValue:
    """Back from the provider's page."""
    is_in_use = desk().finish_autopay(code, saved_id)
    return redirect(url_for(".show_plan", saved=1 if is_in_use else 0))


@bp.post("/plan/autopay/end")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def delete_autopay(code: str) -> ResponseReturnValue:
    """Stop it at once."""
    desk().end_autopay(code)
    return redirect(url_for(".show_plan"), 303)
