"""The pages of somebody who is asked to guarantee a payment plan: read, sign or decline, pay."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.limits import limiter
from portal.pay.guarantors import guarantor_desk
from portal.pay.plan_schemas import ConsentSchema
from portal.pay.plans import Click
from portal.pay.views.side_door import side_door
from portal.web import load, page, public

LONGEST_BROWSER = 300

bp = side_door("guarantor", lambda code: guarantor_desk().locale(code))


@bp.get("", strict_slashes=False)
@public
def show(code: str, **_place: Any) -> ResponseReturnValue:
    """What is guaranteed, and what can be done."""
    return page(
        "portal/pay/guarantor.html", house=agency_settings(), sheet=guarantor_desk().sheet(code)
    )


@bp.post("/signature")
@limiter.limit("10/minute;30/hour")
@public
def create_signature(code: str, **_place: Any) -> ResponseReturnValue:
    """Take the guarantee."""
    form = load(ConsentSchema, page=".show")
    browser = request.user_agent.string[:LONGEST_BROWSER]
    guarantor_desk().sign(code, Click(form.name, request.remote_addr or "", browser))
    return redirect(url_for(".show"), 303)


@bp.post("/refusal")
@limiter.limit("10/minute;30/hour")
@public
def create_refusal(code: str, **_place: Any) -> ResponseReturnValue:
    """Say no."""
    guarantor_desk().decline(code)
    return redirect(url_for(".show"), 303)


@bp.post("/payment")
@limiter.limit("10/minute;30/hour")
@public
def create_payment(code: str, **_place: Any) -> ResponseReturnValue:
    """On to the page to pay at."""
    return redirect(guarantor_desk().way_to_pay(code), 303)
