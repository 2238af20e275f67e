"""Places on the worklist, who was on which case, who gets which, and when people are reached."""

from agency.worklist.models.entries import NOBODY, Visit, WorklistEntry
from agency.worklist.models.hours import CallingRate, PeakHours
from agency.worklist.models.rules import AssignmentRule, RuleTaker

__all__ = [
    "NOBODY",
    "AssignmentRule",
    "CallingRate",
    "PeakHours",
    "RuleTaker",
    "Visit",
    "WorklistEntry",
]
