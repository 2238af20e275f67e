"""The pages of strategies."""

from agency.strategy.views import released, steps, strategies, versions
from agency.strategy.views.blueprint import bp

__all__ = ["bp", "released", "steps", "strategies", "versions"]
