"""Paying, coming back from paying, and the receipt."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.accounts.links import address
from portal.i18n import current_locale
from portal.limits import limiter
from portal.pay.desk import desk
from portal.pay.schemas import payment_form
from portal.pay.sheets import PaymentState
from portal.pay.views import bp
from portal.pay.views.doorway import behind_the_check
from portal.pay.wording import PAID_BY
from portal.web import load, page

FAST_LOOKS, LOOKS = 8, 20
"""How often the page looks by itself whether a payment has come: at first quickly, then slowly."""


@bp.get("/payments")
@behind_the_check
def payments(code: str) -> ResponseReturnValue:
    """All of them stand on the first page."""
    return redirect(url_for(".show", lang=request.args.get("lang")))


@bp.post("/payments")
@limiter.limit("20/minute;100/hour")
@behind_the_check
def create_payment(code: str) -> ResponseReturnValue:
    """On to the provider's page."""
    in_full = "all" in request.form
    currency = desk().sheet(code).total.currency
    form = load(payment_form(currency, in_full=in_full), page=".show")
    place = request.view_args or {}
    checkout = desk().start_payment(
        code,
        form.amount,
        designated=form.designated,
        in_full=in_full,
        email=form.email,
        locale=current_locale(),
        back_to=lambda payment_id: (
            address("pay.show_payment", **place, payment_id=payment_id),
            address("pay.show", **place, back=1),
        ),
    )
    return redirect(checkout, 303)


@bp.post("/payments/<uuid:payment_id>/cancellation")
@limiter.limit("20/minute;100/hour")
@behind_the_check
def create_cancellation(code: str, payment_id: uuid.UUID) -> ResponseReturnValue:
    """Close a payment page that nobody needs any more; its amount can be paid otherwise."""
    desk().cancel_payment(code, payment_id)
    return redirect(url_for(".show"), 303)


@bp.get("/payments/<uuid:payment_id>")
@behind_the_check
def show_payment(code: str, payment_id: uuid.UUID) -> ResponseReturnValue:
    """The receipt; or that the payment is on its way, or came to nothing."""
    receipt = desk().receipt(code, payment_id)
    looks = request.args.get("look", 0, int)
    waits = receipt.state is PaymentState.PROCESSING and 0 <= looks < LOOKS
    return page(
        "portal/pay/receipt.html"
        if receipt.state is PaymentState.PAID
        else "portal/pay/waiting.html",
        receipt=receipt,
        house=agency_settings(),
        methods=PAID_BY,
        look_again=url_for(".show_payment", payment_id=payment_id, look=looks + 1) if waits else "",
        look_after=4 if looks < FAST_LOOKS else 20,
    )
