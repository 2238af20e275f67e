"""The pages of the cases: lists, the case, and what the office does with it."""

from agency.cases.views import lists, requests, review, show, steps
from agency.cases.views.blueprint import bp

__all__ = ["bp", "lists", "requests", "review", "show", "steps"]
