"""The pages of payment plans."""

from agency.plans.views import listing, making, running, settlements, terms
from agency.plans.views.blueprint import bp

__all__ = ["bp", "listing", "making", "running", "settlements", "terms"]
