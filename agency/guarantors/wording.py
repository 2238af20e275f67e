"""Guarantees in words: how they stand, and what happened to them."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from agency.cases.timeline import looks
from agency.guarantors.kinds import GuarantorState
from agency.guarantors.models import Guarantor
from portal import clock
from portal.audit.words import actors, words

KINDS: Mapping[str, object] = {"business": _("Business"), "consumer": _("Private person")}
_STATES: Mapping[str, tuple[str, object]] = {
    GuarantorState.ASKED: ("info", _("Asked to sign")),
    GuarantorState.SIGNED: ("ok", _("Signed")),
    GuarantorState.DECLINED: ("bad", _("Declined")),
    GuarantorState.ENDED: ("neutral", _("Over")),
}


def state_of(it: Guarantor) -> tuple[str, object]:
    """The colour and the word of how a guarantee stands."""
    if it.state == GuarantorState.SIGNED and clock.today() > it.holds_until:
        return "neutral", _("Over")
    return _STATES[it.state]


actors({"guarantor": _("The guarantor")})
looks({"guarantor": ("sign", "info"), "guarantor.declined": ("sign", "bad")})
words(
    {
        "guarantor.asked": _("asked somebody to guarantee the payment plan"),
        "guarantor.wanted": _("let the payment plan wait for a guarantor whom the debtor names"),
        "guarantor.not_wanted": _("does without a guarantor"),
        "guarantor.withdrawn": _("named nobody as guarantor any more"),
        "guarantor.signed": _("guaranteed the payment plan"),
        "guarantor.declined": _("declined to guarantee the payment plan"),
        "guarantor.taken_back": _("took back asking for a guarantor"),
        "guarantor.lapsed": _("let asking for a guarantor run out"),
        "guarantor.released": _("released the guarantor"),
        "guarantor.told": _("wrote to the guarantor"),
    }
)
