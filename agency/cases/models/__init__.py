"""Debtors, claims, and the case in which all open claims of a creditor on a debtor are worked."""

from agency.cases.models.case import Case, CaseTerm, Closure, Hold
from agency.cases.models.claims import Claim, Placement, Review
from agency.cases.models.debtors import Debtor, DebtorRequest, PayLink
from agency.cases.models.kinds import (
    ClosureReason,
    HoldReason,
    Mover,
    Party,
    RequestKind,
    ReviewOutcome,
)

__all__ = [
    "Case",
    "CaseTerm",
    "Claim",
    "Closure",
    "ClosureReason",
    "Debtor",
    "DebtorRequest",
    "Hold",
    "HoldReason",
    "Mover",
    "Party",
    "PayLink",
    "Placement",
    "RequestKind",
    "Review",
    "ReviewOutcome",
]
