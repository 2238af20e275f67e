"""Contacts and promises in the office's words."""

from flask_babel import lazy_gettext as _

from agency.compliance.wording import CHANNELS as LAW_CHANNELS
from agency.contacts.kinds import ContactKind, Direction, Outcome, PromiseState, Reason, Spoke
from portal.audit.words import name_of

KINDS = {
    (ContactKind.CALL, Direction.OUT): _("We called"),
    (ContactKind.CALL, Direction.IN): _("The debtor called"),
    (ContactKind.LETTER, Direction.IN): _("Letter received"),
    (ContactKind.LETTER, Direction.OUT): _("Letter sent"),
    (ContactKind.EMAIL, Direction.IN): _("E-mail received"),
    (ContactKind.EMAIL, Direction.OUT): _("E-mail sent"),
    (ContactKind.VISIT, Direction.OUT): _("We visited"),
    (ContactKind.VISIT, Direction.IN): _("Came to the office"),
}
"""A contact, by its kind and who sought it."""

ICONS = {
    ContactKind.CALL: "phone",
    ContactKind.LETTER: "file-text",
    ContactKind.EMAIL: "mail",
    ContactKind.VISIT: "home",
}

FORMS = {
    ContactKind.LETTER: _("Log a letter"),
    ContactKind.EMAIL: _("Log an e-mail"),
    ContactKind.VISIT: _("Log a visit"),
}
"""What the pages are called that log what is not a call."""

DIRECTIONS = {
    ContactKind.CALL: {Direction.OUT: _("We called"), Direction.IN: _("The debtor called")},
    ContactKind.LETTER: {Direction.IN: _("Received"), Direction.OUT: _("Sent by us")},
    ContactKind.EMAIL: {Direction.IN: _("Received"), Direction.OUT: _("Sent by us")},
    ContactKind.VISIT: {Direction.OUT: _("We visited"), Direction.IN: _("Came to the office")},
}
"""Who sought whom, the usual one first."""

SPOKE = {
    Spoke.DEBTOR: _("The debtor"),
    Spoke.AGENT: _("Somebody who may speak for the debtor"),
    Spoke.OTHER: _("Somebody else"),
    Spoke.NOBODY: _("Nobody"),
}

OUTCOMES = {
    Outcome.PROMISE: _("Promises to pay"),
    Outcome.CALLBACK: _("Wants to be called back"),
    Outcome.DISPUTE: _("Objects"),
    Outcome.REFUSED: _("Will not pay"),
    Outcome.OTHER: _("Something else"),
    Outcome.NO_ANSWER: _("No answer"),
    Outcome.MESSAGE_LEFT: _("Left a message"),
    Outcome.WRONG_NUMBER: _("Wrong number"),
}

REASONS = {
    Reason.NO_MONEY: _("No money at the moment"),
    Reason.LOST_INCOME: _("Lost income"),
    Reason.WAITS_FOR_MONEY: _("Waits for money from others"),
    Reason.OTHER_DEBTS: _("Has other debts"),
    Reason.FORGOT: _("Forgot"),
    Reason.NO_INVOICE: _("Did not get the invoice"),
    Reason.SAYS_PAID: _("Says it has paid"),
    Reason.CONTESTS: _("Does not agree with the claim"),
    Reason.PERSONAL: _("Personal circumstances"),
    Reason.WILL_NOT: _("Does not want to pay"),
}
"""Why it was not paid."""

STATES = {
    PromiseState.RUNNING: ("info", _("Still runs")),
    PromiseState.KEPT: ("ok", _("Was kept")),
    PromiseState.PARTLY_KEPT: ("warn", _("Partly kept")),
    PromiseState.BROKEN: ("bad", _("Broken")),
    PromiseState.ENDED: ("neutral", _("Over")),
}
"""How a promise stands, with its colour."""

CHANNELS = {**{key.value: text for key, text in LAW_CHANNELS.items()}, "portal": _("Payment page")}
"""How a promise was heard."""


def who(name: str) -> str:
    """Who took a promise."""
    return name_of(name)
