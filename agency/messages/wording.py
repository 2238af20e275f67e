"""Messages in the office's words."""

from typing import Any

from flask_babel import lazy_gettext as _

from agency.cases.models import Party
from agency.messages.kinds import By, Nature, Settled
from agency.messages.models import Message
from portal.filters import day

PARTIES = {
    Party.DEBTOR: _("The debtor"),
    Party.CREDITOR: _("The creditor"),
    Party.OTHER: _("Somebody"),
}

WAYS = {By.EMAIL: _("E-mail"), By.SMS: _("Text message"), By.PAGE: _("On the page")}

ICONS = {By.EMAIL: "mail", By.SMS: "phone", By.PAGE: "message"}

NATURES = {Nature.AUTOMATIC: _("Sent by a machine"), Nature.BOUNCE: _("Came back")}
"""What is not a message that somebody wrote."""

SETTLED = {
    Settled.ANSWERED: _("Answered"),
    Settled.LOGGED: _("Dealt with in a contact"),
    Settled.NO_ANSWER: _("Needs no answer"),
    Settled.DROPPED: _("Put aside"),
}


def title(message: Message) -> str:
    """A message in a few words: who wrote to whom."""
    if message.is_bounce:
        return str(_("Our e-mail to %(address)s came back", address=message.failed_address or "?"))
    name = message.sender_name or message.sender
    if message.is_in:
        return (
            f"{PARTIES[Party(message.party)]}: {name}"
            if name
            else str(PARTIES[Party(message.party)])
        )
    return str(_("%(who)s to %(address)s", who=name, address=message.recipient))


def state(message: Message) -> tuple[str, Any] | None:
    """How a message that came in stands, with its colour; None where nothing was waited for."""
    if message.waits and message.answer_by is not None:
        return "warn", _("Waits for an answer until %(day)s", day=day(message.answer_by))
    if message.settled_at is not None:
        return "ok", SETTLED[Settled(message.settled_how)]
    return None


def kind_of(message: Message) -> tuple[str, Any] | None:
    """A badge for what nobody wrote."""
    found = NATURES.get(Nature(message.nature))
    return ("bad" if message.is_bounce else "neutral", found) if found else None
