"""How a guarantee stands: the words that are stored."""

from enum import StrEnum


class GuarantorState(StrEnum):
    """How somebody answers who is asked to guarantee a plan."""

    ASKED = "asked"
    SIGNED = "signed"
    DECLINED = "declined"
    ENDED = "ended"
    """Not wanted any more, run out, or over with its plan."""
