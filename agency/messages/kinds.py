"""What messages can be: the words that are stored."""

from enum import StrEnum

ON_PAGE = "page"
"""Chosen instead of an address: the debtor reads the answer on its own page, and no mail goes out."""


class By(StrEnum):
    """The way that a message went."""

    EMAIL = "email"
    SMS = "sms"
    PAGE = "page"
    """Written on a page of the portal."""


class Nature(StrEnum):
    """What a message is, told by its headers and not by what it says."""

    MESSAGE = "message"
    AUTOMATIC = "automatic"
    """An out-of-office note, a read receipt, a delay: nobody wrote it, nobody waits for an answer."""
    BOUNCE = "bounce"
    """Our own e-mail came back."""


class Settled(StrEnum):
    """How a message was dealt with."""

    ANSWERED = "answered"
    LOGGED = "logged"
    NO_ANSWER = "no_answer"
    DROPPED = "dropped"
    """It belongs to no case and was put aside."""


class Delivery(StrEnum):
    """How far a text message of ours has come."""

    WAITING = "waiting"
    SENT = "sent"
    """The gateway has it."""
    DELIVERED = "delivered"
    FAILED = "failed"
