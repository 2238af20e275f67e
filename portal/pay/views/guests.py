"""The pages of somebody who pays for a debtor: for whom, how much, and the receipt."""

import uuid
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.accounts.links import address
from portal.i18n import current_locale
from portal.limits import limiter
from portal.pay.guest_schemas import guest_form
from portal.pay.guests import guest_desk
from portal.pay.views.side_door import side_door
from portal.pay.wording import named
from portal.web import load, page, public

bp = side_door("guest", lambda code: guest_desk().locale(code))


@bp.get("", strict_slashes=False)
@public
def show(code: str, **_place: Any) -> ResponseReturnValue:
    """What can be paid with this link, and what was."""
    sheet = guest_desk().sheet(code)
    return page(
        "portal/pay/guest.html", house=agency_settings(), sheet=sheet, ways=named(sheet.methods)
    )


@bp.post("/payments")
@limiter.limit("20/minute;100/hour")
@public
def create_payment(code: str, **place: Any) -> ResponseReturnValue:
    """On to the provider's page."""
    form = load(guest_form(guest_desk().sheet(code).payable.currency), page=".show")
    place["code"] = code
    checkout = guest_desk().start_payment(
        code,
        form.amount,
        email=form.email,
        locale=current_locale(),
        back_to=lambda payment_id: (
            address("guest.show_payment", **place, payment_id=payment_id),
            address("guest.show", **place),
        ),
    )
    return redirect(checkout, 303)


@bp.get("/payments/<uuid:payment_id>")
@public
def show_payment(code: str, payment_id: uuid.UUID, **_place: Any) -> ResponseReturnValue:
    """The receipt; or that the payment is on its way, or came to nothing."""
    return page(
        "portal/pay/guest_payment.html",
        house=agency_settings(),
        payment=guest_desk().payment(code, payment_id),
    )


@bp.post("/payments/<uuid:payment_id>/cancellation")
@limiter.limit("20/minute;100/hour")
@public
def create_cancellation(code: str, payment_id: uuid.UUID, **_place: Any) -> ResponseReturnValue:
    """Close the payment page."""
    guest_desk().cancel_payment(code, payment_id)
    return redirect(url_for(".show"), 303)
