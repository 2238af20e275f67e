"""What a plan waits for before it begins, said by slices above for their own part."""

from collections.abc import Callable
from typing import Any

from flask import current_app

from agency.plans.models import Plan

Condition = Callable[[Plan], bool]
_SLOT = "plan_conditions"


def add_condition(app: Any, is_missing: Condition) -> None:
    """Let a slice hold a plan back while something is missing. Called when it joins the desk."""
    _of(app).append(is_missing)


def waits(plan: Plan) -> bool:
    """Whether anything is missing before a plan may begin."""
    return any(is_missing(plan) for is_missing in _of(current_app))


def _of(app: Any) -> list[Condition]:
    found: list[Condition] = app.extensions.setdefault(_SLOT, [])
    return found
