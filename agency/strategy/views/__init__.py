"""The pages of strategies."""

from agency.strategy.views import (
    changeovers,
    course,
    due,
    released,
    results,
    steps,
    strategies,
    versions,
)
from agency.strategy.views.blueprint import bp

__all__ = [
    "bp",
    "changeovers",
    "course",
    "due",
    "released",
    "results",
    "steps",
    "strategies",
    "versions",
]
