"""What cases, claims and requests can be: the words that are stored."""

from enum import StrEnum


class Mover(StrEnum):
    """Whose move a case waits for."""

    AGENCY = "agency"
    CREDITOR = "creditor"
    LAWYER = "lawyer"
    DEBTOR = "debtor"
    NOBODY = "nobody"


class Party(StrEnum):
    """With whom the agency is in touch about a case."""

    DEBTOR = "debtor"
    CREDITOR = "creditor"
    OTHER = "other"


class HoldReason(StrEnum):
    """Why nobody may chase a case for now."""

    DISPUTE = "dispute"
    NOT_DEBTOR = "not_debtor"
    CREDITOR_REQUEST = "creditor_request"
    OTHER = "other"


class ClosureReason(StrEnum):
    """Why a case ended."""

    PAID = "paid"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    SETTLED = "settled"


class ReviewOutcome(StrEnum):
    """What the agency answered to claims handed over."""

    ACCEPTED = "accepted"
    ASKED = "asked"
    REFUSED = "refused"


class RequestKind(StrEnum):
    """What a debtor asked for on the page behind the payment link."""

    OBJECTION = "objection"
    CALL_ME = "call_me"
    NOT_ME = "not_me"
