"""What guarantees do when their plan is over."""

from typing import Any

from agency.guarantors import services
from agency.plans.models import Plan
from agency.plans.signals import plan_dropped, plan_over


@plan_dropped.connect
@plan_over.connect
def over_with_plan(plan: Plan, **_facts: Any) -> None:
    """A broken plan is told to who guaranteed it; any other, also one that never ran, releases it."""
    services.over_with_plan(plan)
