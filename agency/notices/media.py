"""What a text of one's own is of: the letter itself, or the mail that carries it."""

from enum import StrEnum


class Medium(StrEnum):
    """The parts of a notice that an agency can word itself."""

    LETTER = "letter"
    MAIL = "mail"
