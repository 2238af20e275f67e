"""Payments in words: how they stand, why money goes back, and what happened to them."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from agency.payments.models import Payment
from portal import clock
from portal.audit.words import words

REASONS: Mapping[str, object] = {
    "requested_by_customer": _("The payer asks for it"),
    "duplicate": _("It was paid twice"),
    "fraudulent": _("Somebody else's card was used"),
}
"""Why money goes back, as Stripe wants to know it."""

_ENDINGS: Mapping[str, object] = {
    "expired": _("Not paid in time"),
    "replaced": _("Another amount was chosen"),
    "async_payment_failed": _("The bank refused it"),
}


def state_of(payment: Payment) -> tuple[str, object]:
    """The colour and the word of how a payment stands."""
    if payment.paid_at is not None:
        back = sum(refund.amount_minor for refund in payment.refunds)
        if not back:
            return "ok", _("Received")
        whole = back >= payment.amount_minor
        return ("neutral", _("Given back")) if whole else ("ok", _("Partly given back"))
    if payment.ended_at is not None:
        return "neutral", _ENDINGS.get(payment.ended_why, _("Came to nothing"))
    if payment.expires_at <= clock.now():
        return "warn", _("Not heard of yet")
    return "info", _("Under way")


words(
    {
        "payment.started": _("began to pay"),
        "payment.received": _("reported that money came in"),
        "payment.ended": _("reported that a payment came to nothing"),
        "payment.refund_asked": _("asked Stripe to give money back"),
        "payment.refunded": _("gave money back to the payer"),
        "payment.receipt_sent": _("mailed the receipt"),
        "payment.refund_told": _("mailed that money goes back"),
        "provider.keys_changed": _("changed the keys of Stripe"),
    }
)
