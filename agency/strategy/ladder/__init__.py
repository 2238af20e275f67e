"""Checks a procedure before it is released: that it is whole, unambiguous and lawful."""

from collections.abc import Iterable, Sequence
from datetime import date

from agency.strategy.ladder.bands import band_problems, fitting
from agency.strategy.ladder.facts import (
    MANAGER,
    STANDINGS,
    Ladder,
    Problem,
    Scope,
    Standing,
    StepFacts,
    ladders,
)
from agency.strategy.ladder.lawful import law_problems
from agency.strategy.ladder.order import order_problems, place_problems
from agency.strategy.ladder.single import step_problems

__all__ = [
    "MANAGER",
    "STANDINGS",
    "Ladder",
    "Problem",
    "Scope",
    "Standing",
    "StepFacts",
    "fitting",
    "ladders",
    "problems",
    "step_problems",
]


def problems(steps: Sequence[StepFacts], scope: Scope, on: date) -> list[Problem]:
    """Everything that keeps a procedure from being released on a day, in the order of its steps.

    What a step lacks by itself goes first, then its place: without them the rest cannot be judged.
    """
    ordered = sorted(steps, key=lambda step: (step.position, step.variant))
    found = [problem for step in ordered for problem in step_problems(step, scope)]
    found = found or list(place_problems(ordered))
    if not found:
        found = [
            problem
            for ladder in ladders(ordered, scope)
            for problem in (
                *order_problems(ladder),
                *band_problems(ladder, scope.currency),
                *law_problems(ladder, on),
            )
        ]
    return _once(found)


def _once(found: Iterable[Problem]) -> list[Problem]:
    """The same problem of several debtors is said once, with all of them."""
    together: dict[tuple[StepFacts | None, str], Problem] = {}
    for problem in found:
        key = (problem.step, problem.words)
        known = together.get(key)
        debtors = known.debtors if known else ()
        together[key] = Problem(problem.step, problem.words, (*debtors, *problem.debtors))
    return sorted(together.values(), key=_place)


def _place(problem: Problem) -> tuple[int, int]:
    return (problem.step.position, problem.step.variant) if problem.step else (0, 0)
