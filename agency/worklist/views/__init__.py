"""The pages of the worklist."""

from agency.worklist.views import brief, collectors, day, hours, rules
from agency.worklist.views.blueprint import bp, people, settings

__all__ = ["bp", "brief", "collectors", "day", "hours", "people", "rules", "settings"]
