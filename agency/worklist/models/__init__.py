"""The places of cases on the worklist, who was on which, and when people are reached by telephone."""

from agency.worklist.models.entries import NOBODY, Visit, WorklistEntry
from agency.worklist.models.hours import CallingRate, PeakHours

__all__ = ["NOBODY", "CallingRate", "PeakHours", "Visit", "WorklistEntry"]
