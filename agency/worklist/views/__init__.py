"""The pages of the worklist."""

from agency.worklist.views import day, hours
from agency.worklist.views.blueprint import bp, settings

__all__ = ["bp", "day", "hours", "settings"]
