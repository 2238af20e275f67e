"""What the pages of plans show: the plan of a case as it stands, and what is possible without one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from agency.budgets.models import Budget
from agency.budgets.queries import budget_of
from agency.cases.models import Case
from agency.clients.models import Creditor
from agency.plans import wording
from agency.plans.floors import Bands, bands
from agency.plans.limits import Limits, offers
from agency.plans.models import Plan, PlanTerms, Referral, Settlement, cautious
from agency.plans.position import Position, position
from agency.plans.queries import (
    agreement_today,
    plans_of,
    referrals_of,
    settlement_of,
    versions_of,
)
from agency.plans.schedule import Due
from agency.plans.services import Situation, sent, situation
from agency.plans.terms_schema import CURRENCY, FLOORS
from portal import clock
from portal.audit.models import Event
from portal.errors import Words
from portal.money import Money


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
class LimitsSheet:
    """How far a creditor lets plans go: what holds, laid out, and what held before."""

    terms: PlanTerms
    limits: Limits
    bands: Bands | None
    versions: Sequence[PlanTerms]
    example: Money
    offers: Sequence[Sequence[Due]]
    """What a debtor of the example is offered."""
    words: Any = wording
    rows: Sequence[int] = FLOORS


def limits_sheet(creditor: Creditor) -> LimitsSheet:
    """The limits of a creditor's claims today."""
    agreement = agreement_today(creditor)
    versions = versions_of(agreement)
    terms = versions[0] if versions else cautious()
    limits = terms.limits(CURRENCY)
    example = Money.of(1_000, CURRENCY)
    ready = offers(example, limits, day=1, earliest=clock.today())
    return LimitsSheet(terms, limits, bands(limits.floors), versions, example, ready)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a negotiation begins with."""

    case: Case
    situation: Situation
    current: Standing | None
    earlier: Sequence[Plan]
    settlement: Settlement | None
    referrals: Sequence[Referral]
    """What the creditor was asked, the latest first."""
    budget: Budget | None
    """What the debtor stated that it can bear, with consent and not too long ago."""
    sent: Mapping[UUID, Sequence[Event]]
    """How offers were sent, the latest first."""

    @property
    def asked(self) -> Referral | None:
        """What the creditor has not answered yet."""
        return next((each for each in self.referrals if each.is_open), None)

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
        referrals_of(case),
        budget_of(case),
        sent(plans),
    )
