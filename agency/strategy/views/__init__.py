"""The pages of strategies."""

from agency.strategy.views import changeovers, released, results, steps, strategies, versions
from agency.strategy.views.blueprint import bp

__all__ = ["bp", "changeovers", "released", "results", "steps", "strategies", "versions"]
