"""What the pages of plans show: the plan of a case as it stands, and what is possible without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agency.cases.models import Case
from agency.plans.models import Plan, Settlement
from agency.plans.position import Position, position
from agency.plans.queries import plans_of, settlement_of
from agency.plans.schedule import Due
from agency.plans.services import Situation, situation
from portal import clock
from portal.errors import Words


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan and where it stands by the books."""

    plan: Plan
    position: Position | None

    @property
    def today(self) -> date:
        """The day it stands on, for what is late."""
        return clock.today()


@dataclass(frozen=True, slots=True)
class Desk:
    """What a negotiation begins with."""

    case: Case
    situation: Situation
    current: Standing | None
    earlier: Sequence[Plan]
    settlement: Settlement | None

    @property
    def may_begin(self) -> bool:
        """Whether a plan can be made now."""
        return (
            self.case.is_open
            and not self.case.hold
            and self.situation.owed.minor > 0
            and not (self.current and self.current.plan.is_running)
            and not (self.settlement and self.settlement.is_alive)
        )

    @property
    def offers(self) -> list[tuple[Due, ...]]:
        """Plans that are ready to be offered, paid on the first of the month."""
        return self.situation.offers(1) if self.may_begin else []


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that was worked out and not made yet; `why` says what of it lies beyond the limits."""

    dues: tuple[Due, ...]
    why: Words | None


def desk(case: Case) -> Desk:
    """The plan of a case, those before it, and what its creditor allows."""
    plans = plans_of(case)
    now = next((plan for plan in plans if plan.is_alive), None)
    return Desk(
        case,
        situation(case),
        Standing(now, position(now) if now.is_running else None) if now else None,
        [plan for plan in plans if plan is not now],
        settlement_of(case),
    )
