"""Saved methods and their charges in words."""

from flask_babel import lazy_gettext as _

from agency.autopay.kinds import AttemptState, MethodState, Over, Risk
from agency.autopay.models import ChargeAttempt
from portal.audit.words import words

STATES = {
    MethodState.ASKED: ("info", _("Being chosen")),
    MethodState.ACTIVE: ("ok", _("In use")),
    MethodState.OVER: ("neutral", _("Over")),
}
"""How a saved method stands, with its colour."""

ENDINGS = {
    Over.REVOKED: _("Stopped"),
    Over.REPLACED: _("Another one took its place"),
    Over.REFUSED: _("Its bank refuses it"),
    Over.TAKEN_BACK: _("Its bank took money back"),
    Over.WITHDRAWN: _("Its bank or Stripe let it go"),
    Over.ABANDONED: _("Never chosen"),
    Over.PLAN_OVER: _("Over with the plan"),
}
"""Why a saved method is over."""

ATTEMPTS = {
    AttemptState.PLANNED: ("info", _("Planned")),
    AttemptState.SENDING: ("info", _("Asked of Stripe")),
    AttemptState.PROCESSING: ("info", _("Under way at the bank")),
    AttemptState.PAID: ("ok", _("Received")),
    AttemptState.DECLINED: ("bad", _("Declined")),
    AttemptState.HELD_BACK: ("neutral", _("Held back")),
}
"""How a try stands, with its colour."""

RISKS = {
    Risk.EXPIRES: _("The card expires before the next instalment."),
    Risk.GONE: _("Stripe does not know the card or account any more."),
    Risk.DECLINED: _("The last charge was declined and is not tried again by itself."),
}
"""Why the next instalment may not come in."""

_REASONS = {
    "insufficient_funds": _("not enough money"),
    "authentication_required": _("the bank wants the debtor's own approval"),
    "expired_card": _("the card has expired"),
    "lost_card": _("reported lost"),
    "stolen_card": _("reported stolen"),
    "generic_decline": _("no reason given by the bank"),
    "do_not_honor": _("no reason given by the bank"),
    "barred": _("something stood in the way on the case"),
    "nothing_due": _("nothing was due any more"),
    "revoked": _("stopped before it was taken"),
    "taken_before": _("this instalment was taken before"),
    "not_sent": _("Stripe never had it"),
    "unheard": _("what came of it is known at Stripe alone: the account was taken back"),
    "account_invalid": _("the account at Stripe was taken back"),
}
"""Why a try came to nothing, where a word tells more than the provider's code."""


def reason_of(attempt: ChargeAttempt) -> str:
    """Why a try came to nothing; empty where it did not."""
    if attempt.code in ENDINGS:
        return str(ENDINGS[Over(attempt.code)])
    return str(_REASONS.get(attempt.code, attempt.code.replace("_", " ")))


words(
    {
        "autopay.allowed": _("allowed instalments to be taken by themselves"),
        "autopay.saved": _("chose what instalments are taken from"),
        "autopay.ended": _("ended that instalments are taken by themselves"),
        "autopay.asked": _("asked Stripe for an instalment"),
        "autopay.processing": _("reported that the bank carries an instalment out"),
        "autopay.declined": _("reported that an instalment was declined"),
        "autopay.held_back": _("held an instalment back"),
        "autopay.at_risk": _("saw ahead that an instalment may not come in"),
        "autopay.link_sent": _("sent the link for another card"),
        "autopay.told": _("wrote to the debtor about its instalments"),
    }
)
