"""Strategies and their steps, how far each case is, and what is planned for it."""

from agency.strategy.models.courses import Action, Course, PlanningRun
from agency.strategy.models.strategies import InForce, Step, Strategy, StrategyVersion

__all__ = ["Action", "Course", "InForce", "PlanningRun", "Step", "Strategy", "StrategyVersion"]
