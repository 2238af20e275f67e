"""Messages in the office's words."""

from typing import Any

from flask_babel import lazy_gettext as _

from agency.cases.models import Party
from agency.messages.kinds import By, Delivery, Nature, Settled
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

DELIVERIES = {
    Delivery.WAITING: ("neutral", _("On its way")),
    Delivery.SENT: ("info", _("Handed to the provider")),
    Delivery.DELIVERED: ("ok", _("Arrived")),
    Delivery.FAILED: ("bad", _("Did not arrive")),
}
"""How far a text message of ours has come."""


def title(message: Message) -> str:
    """A message in a few words: who wrote to whom."""
    if message.is_bounce and message.way == By.SMS:
        return str(
            _("Our text message to %(number)s did not arrive", number=message.failed_address)
        )
    if message.is_bounce:
        return str(_("Our e-mail to %(address)s came back", address=message.failed_address or "?"))
    name = message.sender_name or message.sender
    if message.is_in:
        return (
            f"{PARTIES[Party(message.party)]}: {name}"
            if name
            else str(PARTIES[Party(message.party)])
        )
    if message.way == By.PAGE:
        return str(_("%(who)s, on the debtor's page", who=name))
    return str(_("%(who)s to %(address)s", who=name, address=message.recipient))


def subject(message: Message) -> str:
    """What a message is headed by; a text message has no subject of its own."""
    if message.way == By.SMS:
        return str(WAYS[By.SMS])
    if message.way == By.PAGE and message.party == Party.DEBTOR and not message.subject:
        return str(_("Question on the debtor's page"))
    return message.subject or str(_("(no subject)"))


def state(message: Message) -> tuple[str, Any] | None:
    """How a message stands, with its colour; None where nothing is waited for or known."""
    if message.waits and message.answer_by is not None:
        return "warn", _("Waits for an answer until %(day)s", day=day(message.answer_by))
    if message.settled_at is not None:
        return "ok", SETTLED[Settled(message.settled_how)]
    if message.delivery:
        return DELIVERIES[Delivery(message.delivery)]
    return None


def kind_of(message: Message) -> tuple[str, Any] | None:
    """A badge for what nobody wrote."""
    found = NATURES.get(Nature(message.nature))
    return ("bad" if message.is_bounce else "neutral", found) if found else None
