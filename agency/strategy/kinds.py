"""What strategies, their steps and the actions they lead to can be: the words that are stored."""

from enum import StrEnum

from agency.law.vocabulary import NoticeKind
from agency.notices.tones import Tone

__all__ = [
    "APPROVAL",
    "APPROVE",
    "STEP_NOTICES",
    "ActionState",
    "Arm",
    "By",
    "Deed",
    "Level",
    "Origin",
    "Reach",
    "Segment",
    "Sender",
    "Tone",
    "sender_of",
    "sent_as",
]

APPROVAL = "approval"
"""Holds an action that somebody must approve first, as a bar of the guard would."""
APPROVE = "approve"
"""What a case waits for meanwhile."""


class Deed(StrEnum):
    """What is done at a step."""

    NOTICE = "notice"
    CALL = "call"
    VISIT = "visit"
    DECIDE = "decide"
    """A person decides what comes next; every procedure ends so."""
    NOTHING = "nothing"
    """Said on purpose: cases of this band go on to the next step."""


class By(StrEnum):
    """How a notice of a step goes out."""

    EMAIL = "email"
    POST = "post"
    BOTH = "both"
    SMS = "sms"
    """As a text message; by the best way to those whom none reaches."""
    BEST = "best"
    """By e-mail where there is an address, else by post."""


class Sender(StrEnum):
    """In whose name a notice goes out; a lawyer's is said by its kind."""

    AGENCY = "agency"
    CREDITOR = "creditor"


STEP_NOTICES = tuple(kind for kind in NoticeKind if kind is not NoticeKind.OWN_REMINDER)
"""What a step can name; in whose name a reminder goes out is said beside it."""


def sent_as(notice_kind: str, sender: str) -> str:
    """The kind of letter that a step leads to: a creditor's reminder is one of its own."""
    return NoticeKind.OWN_REMINDER if sender == Sender.CREDITOR else notice_kind


def sender_of(notice_kind: str) -> Sender:
    """In whose name a kind of letter goes out."""
    return Sender.CREDITOR if notice_kind == NoticeKind.OWN_REMINDER else Sender.AGENCY


class Reach(StrEnum):
    """How a debtor must be reachable for a step to fit."""

    ANY = ""
    EMAIL = "email"
    PHONE = "phone"
    NO_EMAIL = "no_email"
    NO_PHONE = "no_phone"
    TEXT = "text"
    """Has a mobile number at which texts arrive, and did not say no to them."""
    NO_TEXT = "no_text"


class Segment(StrEnum):
    """Which cases make up most of the open amount: the first four fifths, the next, the rest."""

    A = "A"
    B = "B"
    C = "C"


class Arm(StrEnum):
    """Which of two versions a case follows while they are compared."""

    CHAMPION = "champion"
    CHALLENGER = "challenger"


class ActionState(StrEnum):
    """How far an action is."""

    PLANNED = "planned"
    DONE = "done"
    SKIPPED = "skipped"
    """Left out by a person, with a reason."""
    PULLED = "pulled"
    """Taken out by a person before it was done, with a reason."""
    CANCELLED = "cancelled"
    """Overtaken by what happened to the case."""


class Origin(StrEnum):
    """Who wanted an action: the procedure, or a person who departed from it."""

    PLAN = "plan"
    ADDED = "added"
    REPEATED = "repeated"
    CHANGED = "changed"


class Level(StrEnum):
    """How far a collector is trusted to depart from the procedure."""

    NOVICE = "novice"
    EXPERIENCED = "experienced"
    EXPERT = "expert"
