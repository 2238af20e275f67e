"""The pages of payment plans."""

from agency.plans.views import listing, making, running, terms
from agency.plans.views.blueprint import bp

__all__ = ["bp", "listing", "making", "running", "terms"]
