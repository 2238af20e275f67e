"""What the worklist does: reckon what cases are worth, give them to people, find the next one."""

from agency.worklist.services.assigning import (
    assign_after,
    assign_one,
    end_rule,
    hand_over,
    make_rule,
    preview,
)
from agency.worklist.services.profiles import Told, set_profile
from agency.worklist.services.reckoning import (
    CHUNK,
    count_calls,
    divide,
    reckon,
    reckon_after,
    reckon_with,
)
from agency.worklist.services.settings import set_peak_hours
from agency.worklist.services.visiting import next_case, visit, visitors

__all__ = [
    "CHUNK",
    "Told",
    "assign_after",
    "assign_one",
    "count_calls",
    "divide",
    "end_rule",
    "hand_over",
    "make_rule",
    "next_case",
    "preview",
    "reckon",
    "reckon_after",
    "reckon_with",
    "set_peak_hours",
    "set_profile",
    "visit",
    "visitors",
]
