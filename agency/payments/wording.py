"""Payments in words: how they stand, why money goes back, and what happened to them."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from agency.cases.timeline import looks, reasons
from agency.payments.models import Chargeback, Payment
from portal import clock
from portal.audit.words import actors, words

REASONS: Mapping[str, object] = {
    "requested_by_customer": _("The payer asks for it"),
    "duplicate": _("It was paid twice"),
    "fraudulent": _("Somebody else's card was used"),
}
"""Why money goes back, as Stripe wants to know it."""

TAKEN_BACK: Mapping[str, object] = {
    "chargeback": _("The payer's bank took it back"),
    "debit_returned": _("The payer's bank returned the debit"),
    "refund": _("Given back in Stripe's dashboard"),
    "moved": _("Used for another case"),
    "moved_back": _("Taken back to the case that it came from"),
}
"""Why money went back without us."""

CHARGEBACKS: Mapping[str, object] = {
    "bank_cannot_process": _("The bank cannot process it"),
    "check_returned": _("The cheque was returned"),
    "credit_not_processed": _("A credit was not processed"),
    "customer_initiated": _("The payer asked its bank"),
    "debit_not_authorized": _("The payer did not authorise the debit"),
    "duplicate": _("It was paid twice"),
    "fraudulent": _("The card holder says it was somebody else"),
    "general": _("The bank gives no reason"),
    "incorrect_account_details": _("The account details are wrong"),
    "insufficient_funds": _("There was not enough money on the account"),
    "noncompliant": _("The rules of the card network were not kept"),
    "product_not_received": _("Something was not received"),
    "product_unacceptable": _("Something was not as agreed"),
    "subscription_canceled": _("A subscription was ended"),
    "unrecognized": _("The card holder does not know the payment"),
}
"""Why payers' banks take money back, by the provider's words."""

reasons(
    {f"bank_{code}": text for code, text in CHARGEBACKS.items()}
    | dict(REASONS)
    | {
        "refund": _("money was given back"),
        "chargeback": _("the payer's bank took the payment back"),
        "debit_returned": _("the payer's bank returned the debit"),
        "refund_failed": _("the payer's bank could not take the refund"),
        "moved": _("used for another case"),
        "moved_back": _("what was used for another case was taken back"),
        "chargeback_won": _("the chargeback is won"),
        "expired": _("not paid in time"),
        "replaced": _("another amount was chosen"),
        "cancelled": _("cancelled by the payer"),
        "beyond": _("it was more than is open"),
        "case_closed": _("the case is closed"),
        "async_payment_failed": _("the bank refused it"),
        "unheard": _("what came of it is known at Stripe alone: its account is out of reach"),
    }
)
actors({"guest": _("Somebody who pays for the debtor")})
looks(
    {
        "payment.charged_back": ("refresh", "bad"),
        "payment.debit_returned": ("refresh", "bad"),
        "payment.refund_undone": ("refresh", "warn"),
        "guest_link": ("link", "neutral"),
        "chargeback": ("alert", "bad"),
        "chargeback.won": ("check", "ok"),
    }
)

DIFFERENCES: Mapping[str, object] = {
    "missed": _("A message of the provider was missed; it is booked now"),
    "payment": _("No payment of ours belongs to it"),
    "amount": _("The amount is another than the one that was booked"),
    "kind": _("Not of a kind that is booked by itself"),
}
"""In what a line of the provider's statement differs from the books."""

_ENDINGS: Mapping[str, object] = {
    "expired": _("Not paid in time"),
    "replaced": _("Another amount was chosen"),
    "cancelled": _("Cancelled by the payer"),
    "beyond": _("More than is open"),
    "case_closed": _("Over with the case"),
    "async_payment_failed": _("The bank refused it"),
    "unheard": _("What came of it is known at Stripe alone"),
}


def chargeback_state(chargeback: Chargeback) -> tuple[str, object]:
    """The colour and the word of how a chargeback stands."""
    late = chargeback.answer_by is not None and chargeback.answer_by <= clock.now()
    return {
        "open": ("warn", _("Not answered in time")) if late else ("bad", _("To answer")),
        "answered": ("info", _("The bank decides")),
        "won": ("ok", _("Won: the money stays")),
        "lost": ("neutral", _("Lost: the money is gone")),
    }[chargeback.state]


def state_of(payment: Payment) -> tuple[str, object]:
    """The colour and the word of how a payment stands."""
    if payment.paid_at is not None:
        return _received_state(payment)
    if payment.ended_at is not None:
        return "neutral", _ENDINGS.get(payment.ended_why, _("Came to nothing"))
    if payment.awaited_since is not None:
        return "info", _("Under way at the bank")
    if payment.expires_at <= clock.now():
        return "warn", _("Not heard of yet")
    return "info", _("Under way")


def _received_state(payment: Payment) -> tuple[str, object]:
    back, elsewhere = payment.given_back, payment.used_elsewhere
    if back and back == elsewhere:
        return "ok", _("Received; partly used for another case")
    if back >= payment.amount:
        return "neutral", _("Given back")
    return "ok", _("Partly given back") if back else _("Received")


words(
    {
        "payment.started": _("began to pay"),
        "payment.designated": _("said which invoice this pays"),
        "guest_link.made": _("made a link for somebody who pays for the debtor"),
        "guest_link.revoked": _("revoked a link for somebody who pays for the debtor"),
        "payment.received": _("reported that money came in"),
        "payment.ended": _("reported that a payment came to nothing"),
        "payment.refund_asked": _("asked Stripe to give money back"),
        "payment.awaited": _("reported that the payer's bank is carrying out a debit"),
        "payment.charged_back": _("reported that the payer's bank took the money back"),
        "payment.debit_returned": _("reported that the payer's bank returned the debit"),
        "payment.moved_here": _("used what was paid too much on another case"),
        "payment.moved_on": _("used what was paid too much for another case"),
        "payment.moved_back": _("took back what was used from another case"),
        "payment.refund_undone": _("reported that money which had gone back came in again"),
        "chargeback.opened": _("reported a chargeback"),
        "chargeback.answered": _("answered the chargeback"),
        "chargeback.won": _("reported that the chargeback is won"),
        "chargeback.lost": _("reported that the chargeback is lost"),
        "payment.refund_approved": _("approved giving money back"),
        "payment.refund_refused": _("decided not to give money back"),
        "provider.refund_limit_changed": _("changed above which amount a refund needs two people"),
        "payment.refunded": _("gave money back to the payer"),
        "payment.receipt_sent": _("mailed the receipt"),
        "payment.refund_told": _("mailed that money goes back"),
        "provider.methods_changed": _("changed by what debtors may pay"),
        "provider.reconciled": _("held the books against the statement of Stripe"),
        "provider.connected": _("had Stripe open an account for the agency"),
        "provider.reconnected": _("went on with the account that the agency had before"),
        "provider.disconnected": _("reported that the account is no longer connected"),
        "provider.charges_on": _("lets the account take payments"),
        "provider.charges_off": _("lets the account take no payments until it knows more"),
        "provider.keys_changed": _("changed the keys of Stripe"),
    }
)
