"""What saved methods and charges can be: the words that are stored."""

from enum import StrEnum


class MethodState(StrEnum):
    """How a saved card or account stands."""

    ASKED = "asked"
    """The debtor allowed it and is on the provider's page."""
    ACTIVE = "active"
    OVER = "over"


class Over(StrEnum):
    """Why a saved method is over."""

    REVOKED = "revoked"
    REPLACED = "replaced"
    REFUSED = "refused"
    """Its bank said never to try again, or that it has expired."""
    TAKEN_BACK = "taken_back"
    """The bank took money back that had come in by it."""
    WITHDRAWN = "withdrawn"
    """The bank or the provider let it go: the mandate is over, or the method was detached."""
    ABANDONED = "abandoned"
    """The provider's page was not completed."""
    PLAN_OVER = "plan_over"


class When(StrEnum):
    """When a debtor begins that its instalments are taken."""

    LATER = "later"
    """Each on its day."""
    NOW = "now"
    """The next one is paid at once, on the page on which the card or account is chosen."""


class AttemptState(StrEnum):
    """How one try to take an instalment stands."""

    PLANNED = "planned"
    SENDING = "sending"
    """The provider is asked, or was; whatever it answers belongs to this try."""
    PROCESSING = "processing"
    """A bank carries the debit out; that takes days."""
    PAID = "paid"
    DECLINED = "declined"
    HELD_BACK = "held_back"
    """Something stood in the way at the last moment; nothing was asked of the provider."""


ALIVE = (AttemptState.PLANNED, AttemptState.SENDING, AttemptState.PROCESSING)
"""While one of these stands, no other try of its plan is made."""
AT_PROVIDER = (AttemptState.SENDING, AttemptState.PROCESSING)


class Risk(StrEnum):
    """Why an instalment may not come in by its saved method."""

    EXPIRES = "expires"
    """The card expires before the day."""
    GONE = "gone"
    """The provider does not know the method any more."""
    DECLINED = "declined"
