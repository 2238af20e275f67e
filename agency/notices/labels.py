"""Notices in the office's words: their kinds, states, channels, and what happened to them."""

from flask_babel import lazy_gettext as _

from agency.cases.moves import REQUESTS
from agency.law.vocabulary import NoticeKind
from agency.notices.media import Medium
from agency.notices.models import (
    NoticeState,
    ReprintReason,
    ReprintWay,
    ReturnCause,
    TemplateState,
)
from agency.notices.senders import Sender
from agency.notices.tones import Tone
from portal.audit.words import words

__all__ = [
    "CAUSES",
    "CHANNELS",
    "COPY_REASONS",
    "COPY_WAYS",
    "KINDS",
    "MEDIA",
    "PURPOSES",
    "REQUESTS",
    "SENDERS",
    "STATES",
    "TEMPLATE_STATES",
    "TEXT_STATES",
    "TONES",
]

KINDS = {
    NoticeKind.OWN_REMINDER: _("Reminder in the creditor's name"),
    NoticeKind.REMINDER: _("Friendly reminder"),
    NoticeKind.FOURTEEN_DAY_LETTER: _("Fourteen-day letter"),
    NoticeKind.DEMAND: _("Demand"),
    NoticeKind.FINAL_DEMAND: _("Final demand"),
    NoticeKind.LAW_FIRM_NOTICE: _("Notice of a law firm"),
    NoticeKind.LETTER_BEFORE_CLAIM: _("Letter before a claim"),
}

PURPOSES = {
    NoticeKind.OWN_REMINDER: _(
        "The creditor asks for its invoice alone, under its own letterhead. It is free, and starts "
        "no term of the law."
    ),
    NoticeKind.REMINDER: _(
        "Asks in a friendly way. It does not count as the demand that puts a debtor in default."
    ),
    NoticeKind.FOURTEEN_DAY_LETTER: _(
        "Gives a consumer the free term that must pass before collection costs are due."
    ),
    NoticeKind.DEMAND: _("The agency asks for payment under its own name."),
    NoticeKind.FINAL_DEMAND: _("The agency asks for the last time before its creditor decides."),
    NoticeKind.LAW_FIRM_NOTICE: _(
        "A lawyer asks for payment on the firm's letterhead, after having seen the case."
    ),
    NoticeKind.LETTER_BEFORE_CLAIM: _(
        "Gives the time to answer, and the forms, that must come before a claim in court."
    ),
}

SENDERS = {
    Sender.AGENCY: _("The agency"),
    Sender.LAW_FIRM: _("A law firm"),
    Sender.CREDITOR: _("The creditor, in its own name"),
}

TEMPLATE_STATES = {
    TemplateState.DRAFT: ("neutral", _("Draft"), "pencil"),
    TemplateState.IN_FORCE: ("ok", _("In force"), "check-circle"),
    TemplateState.RETIRED: ("neutral", _("Retired"), "history"),
}

MEDIA = {
    Medium.LETTER: _("The letter"),
    Medium.MAIL: _("The mail that carries it"),
    Medium.TEXT: _("The text message"),
}

TONES = {
    Tone.FRIENDLY: _("Friendly"),
    Tone.NEUTRAL: _("Neutral"),
    Tone.FIRM: _("Firm"),
}

CHANNELS = {
    "email": _("E-mail"),
    "post": _("Post"),
    "both": _("E-mail and post"),
    "sms": _("Text message"),
}

CAUSES = {
    ReturnCause.MOVED: _("Moved away"),
    ReturnCause.UNKNOWN: _("Not known at this address"),
    ReturnCause.REFUSED: _("Refused to take it"),
    ReturnCause.UNCLAIMED: _("Not picked up"),
    ReturnCause.DECEASED: _("Deceased"),
}

COPY_REASONS = {
    ReprintReason.LOST: _("It never arrived, or was lost"),
    ReprintReason.RETURNED: _("It came back, and the address is mended"),
    ReprintReason.ASKED: _("The debtor asked for it"),
    ReprintReason.COURT: _("For a court's file"),
}

COPY_WAYS = {
    ReprintWay.POST: _("Post"),
    ReprintWay.EMAIL: _("E-mail"),
    ReprintWay.DOWNLOAD: _("Download"),
}

STATES = {
    NoticeState.RENDERING: ("info", _("Being made"), "refresh"),
    NoticeState.FAULTY: ("bad", _("Incomplete"), "alert"),
    NoticeState.WAITS_RELEASE: ("warn", _("Waits for release"), "sign"),
    NoticeState.REFUSED: ("bad", _("Refused by the lawyer"), "x-circle"),
    NoticeState.READY: ("info", _("Ready to send"), "send"),
    NoticeState.SENT: ("ok", _("Sent"), "check-circle"),
    NoticeState.WITHDRAWN: ("neutral", _("Withdrawn"), "minus"),
}
"""Colour, word and icon of each state."""

TEXT_STATES = {
    "": ("neutral", _("Not sent"), "minus"),
    "waiting": ("info", _("On its way to the provider"), "refresh"),
    "sent": ("info", _("Handed to the provider"), "send"),
    "delivered": ("ok", _("Arrived"), "check-circle"),
    "failed": ("bad", _("Did not arrive"), "alert"),
}
"""How far a text message has come."""

words(
    {
        "notice.prepared": _("prepared a notice"),
        "notice.rendered": _("made the file of the notice"),
        "notice.changed": _("changed the notice"),
        "notice.released": _("released the notice"),
        "notice.refused": _("refused the notice"),
        "paid_letter.written": _("wrote the letter that all is paid"),
        "paid_letter.mailed": _("mailed the letter that all is paid"),
        "notice.dispatched": _("sent the notice"),
        "notice.withdrawn": _("withdrew the notice"),
        "notice.held": _("kept the text message for a lawful hour"),
        "notice.held_back": _("held the text message back"),
        "notice.came_back": _("found that the text message did not arrive"),
        "notice.reprinted": _("made a copy of the letter"),
        "notice.returned": _("noted that the letter came back"),
        "debtor.address_changed": _("entered a new address of the debtor"),
        "debtor.address_confirmed": _("confirmed the address of the debtor"),
        "notice_batch.made": _("made a batch of notices"),
        "notice_batch.prepared": _("prepared the notices of a batch"),
        "notice_batch.pulled": _("took notices out of a batch"),
        "notice_batch.approved": _("let the letters of a batch go"),
        "notice_batch.released": _("released the letters of a batch"),
        "notice_batch.dispatched": _("sent the letters of a batch"),
        "notice_batch.stopped": _("stopped the work on a batch"),
        "notice_batch.resumed": _("went on with the work on a batch"),
        "notice_template.drafted": _("drafted a text of letters"),
        "notice_template.changed": _("changed the draft of a text"),
        "notice_template.in_force": _("put a text of letters in force"),
        "notice_template.retired": _("took a text of letters out of force"),
        "print_batch.made": _("made a print batch"),
        "print_batch.bound": _("made the file of the print batch"),
        "print_batch.posted": _("posted the print batch"),
    }
)
