"""Payment plans, and what creditors let the agency agree upon."""

from agency.plans.models.plans import Deferral, Instalment, Plan
from agency.plans.models.referrals import Referral
from agency.plans.models.settlements import Settlement
from agency.plans.models.terms import PlanTerms, cautious

__all__ = ["Deferral", "Instalment", "Plan", "PlanTerms", "Referral", "Settlement", "cautious"]
