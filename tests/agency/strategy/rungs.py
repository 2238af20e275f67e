"""Steps to test with: a short procedure that is in order, and how to bend it."""

from dataclasses import replace
from datetime import date
from typing import Any

from agency.strategy.ladder import Scope, StepFacts, problems

ON = date(2026, 11, 22)
DUTCH = Scope(served=("NL",))
DUTCH_CONSUMERS = Scope(served=("NL",), debtor_kind="consumer")


def step(position: int = 1, **facts: Any) -> StepFacts:
    """A call, a fortnight after the step before."""
    return StepFacts(
        **{
            "position": position,
            "name": f"Call {position}",
            "deed": "call",
            "after_due_days": 14 * position,
            "after_previous_days": 14 if position > 1 else 0,
            **facts,
        }
    )


def letter(position: int = 1, **facts: Any) -> StepFacts:
    """A demand by whichever way there is."""
    return step(
        position,
        **{
            "name": f"Demand {position}",
            "deed": "notice",
            "notice_kind": "demand",
            "channel": "best",
            "tone": "neutral",
            **facts,
        },
    )


def at(position: int, found: StepFacts, variant: int = 2) -> StepFacts:
    """The same step at another place."""
    return replace(found, position=position, variant=variant)


def words(*steps: StepFacts, scope: Scope = DUTCH) -> list[str]:
    """What is wrong with some steps, in words."""
    return [str(problem.words) for problem in problems(steps, scope, ON)]
