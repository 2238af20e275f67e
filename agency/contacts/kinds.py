"""What contacts and promises can be: the words that are stored."""

from enum import StrEnum

from agency.law.vocabulary import Channel


class ContactKind(StrEnum):
    """How somebody was in touch."""

    CALL = "call"
    LETTER = "letter"
    EMAIL = "email"
    VISIT = "visit"

    @property
    def channel(self) -> Channel:
        """The channel that the law's rules of contact know it by."""
        return _CHANNELS[self]


_CHANNELS = {
    ContactKind.CALL: Channel.PHONE,
    ContactKind.LETTER: Channel.POST,
    ContactKind.EMAIL: Channel.EMAIL,
    ContactKind.VISIT: Channel.VISIT,
}


class Direction(StrEnum):
    """Who sought whom."""

    OUT = "out"
    IN = "in"


class Spoke(StrEnum):
    """With whom."""

    DEBTOR = "debtor"
    AGENT = "agent"
    """Somebody who may speak for the debtor: a partner with its word, a bookkeeper, a director."""
    OTHER = "other"
    NOBODY = "nobody"


RIGHT_PARTY = frozenset({Spoke.DEBTOR, Spoke.AGENT})
"""Those with whom the debt may be spoken of."""


class Outcome(StrEnum):
    """What came of it."""

    PROMISE = "promise"
    CALLBACK = "callback"
    DISPUTE = "dispute"
    REFUSED = "refused"
    OTHER = "other"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_NUMBER = "wrong_number"


NOT_REACHED = frozenset({Outcome.NO_ANSWER, Outcome.MESSAGE_LEFT, Outcome.WRONG_NUMBER})
"""Outcomes of calls in which nothing was said about the debt."""
NEEDS_RIGHT_PARTY = frozenset({Outcome.PROMISE, Outcome.DISPUTE, Outcome.REFUSED})
"""What only the debtor can say, or somebody for it."""


class Reason(StrEnum):
    """Why a debtor says that it has not paid."""

    NO_MONEY = "no_money"
    LOST_INCOME = "lost_income"
    WAITS_FOR_MONEY = "waits_for_money"
    OTHER_DEBTS = "other_debts"
    FORGOT = "forgot"
    NO_INVOICE = "no_invoice"
    SAYS_PAID = "says_paid"
    CONTESTS = "contests"
    PERSONAL = "personal"
    WILL_NOT = "will_not"


class PromiseState(StrEnum):
    """How a promise to pay stands, by the books."""

    RUNNING = "running"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    ENDED = "ended"
    """Taken back, or over with its case, before its day."""
