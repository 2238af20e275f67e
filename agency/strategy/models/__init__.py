"""Strategies and their steps, how far each case is, what is planned for it, and who works it."""

from agency.strategy.models.changeovers import Changeover
from agency.strategy.models.courses import Action, Course, PlanningRun
from agency.strategy.models.people import CollectorProfile
from agency.strategy.models.strategies import InForce, Step, Strategy, StrategyVersion

__all__ = [
    "Action",
    "Changeover",
    "CollectorProfile",
    "Course",
    "InForce",
    "PlanningRun",
    "Step",
    "Strategy",
    "StrategyVersion",
]
