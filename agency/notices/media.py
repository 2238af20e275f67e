"""What a text of one's own is of: the letter itself, the mail that carries it, or a text message."""

from enum import StrEnum


class Medium(StrEnum):
    """The parts of a notice that an agency can word itself."""

    LETTER = "letter"
    MAIL = "mail"
    TEXT = "text"
    """The whole of a notice that goes as a text message."""
