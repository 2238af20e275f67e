"""What the worklist does: reckon what cases are worth, say who has which open, find the next one."""

from agency.worklist.services.reckoning import (
    CHUNK,
    count_calls,
    divide,
    reckon,
    reckon_after,
)
from agency.worklist.services.settings import set_peak_hours
from agency.worklist.services.visiting import next_case, visit, visitors

__all__ = [
    "CHUNK",
    "count_calls",
    "divide",
    "next_case",
    "reckon",
    "reckon_after",
    "set_peak_hours",
    "visit",
    "visitors",
]
