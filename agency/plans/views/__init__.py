"""The pages of payment plans."""

from agency.plans.views import changing, listing, making, running, settlements, terms
from agency.plans.views.blueprint import bp

__all__ = ["bp", "changing", "listing", "making", "running", "settlements", "terms"]
