"""What can be declared about contact, how it was learned, and why it may be noted: the words stored."""

from enum import StrEnum


class DeclarationKind(StrEnum):
    """What a debtor, or somebody who acts for it, declared about being approached."""

    OPT_OUT = "opt_out"
    CONSENT = "consent"
    CEASE = "cease"
    REPRESENTED = "represented"
    DEBT_MEDIATION = "debt_mediation"
    BREATHING_SPACE = "breathing_space"
    INCONVENIENT = "inconvenient"
    VULNERABLE = "vulnerable"
    LANGUAGE = "language"
    PREFERRED_CHANNEL = "preferred_channel"
    DECEASED = "deceased"
    INSOLVENT = "insolvent"


class Source(StrEnum):
    """By what way the agency learned of it, or of its end."""

    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    SMS = "sms"
    PORTAL = "portal"
    VISIT = "visit"
    CREDITOR = "creditor"
    REGISTER = "register"
    """A public register, such as that of insolvencies or of deaths."""


class Basis(StrEnum):
    """Why a flag of vulnerability may be kept."""

    CONSENT = "consent"
    DUTY = "duty"


class Stage(StrEnum):
    """How much of a debtor's data an erasing takes: the file first, the rest with the books."""

    FILE = "file"
    BOOKS = "books"
