"""How pointed the words of a notice are."""

from enum import StrEnum


class Tone(StrEnum):
    """The tones that a notice can be written in."""

    FRIENDLY = "friendly"
    NEUTRAL = "neutral"
    FIRM = "firm"
