"""Where plans stand: what was agreed, held against the books of this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agency.charges.services import CaseOwed, owed
from agency.plans.kinds import Interest
from agency.plans.models import Plan
from agency.plans.queries import booked_for, interest_charged, ran_while_debited, received_for
from agency.plans.schedule import Line, late, next_of, standing
from portal.money import Money, total


@dataclass(frozen=True, slots=True)
class Position:
    """The instalments of a plan as they stand; together they are what came in and what is owed."""

    lines: tuple[Line, ...]
    received: Money
    waived: Money
    """Interest that is not asked while the plan is kept, or that nobody could have paid in time."""

    @property
    def total(self) -> Money:
        """What the plan comes to."""
        return total((line.amount for line in self.lines), self.received.currency)

    @property
    def left(self) -> Money:
        """What is still to pay."""
        return total((line.left for line in self.lines), self.received.currency)

    @property
    def next(self) -> Line | None:
        """The instalment that is to be paid next."""
        return next_of(self.lines)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to pay."""
        return not self.left

    def late(self, on: date) -> Money:
        """What should have come in by a day and did not."""
        return total((line.left for line in late(self.lines, on)), self.received.currency)


def interest_of(found: CaseOwed) -> Money:
    """All interest that is charged on a case through a day, paid or not."""
    return total((line.charge.interest for line in found.claims), found.currency)


def position(plan: Plan, found: CaseOwed | None = None) -> Position:
    """Where a plan stands today, with the interest of today.

    `found` is what its case owes today, where that has been worked out.
    """
    if found is None or found.on != plan.case.reckoned_on:
        found = owed(plan.case, plan.case.reckoned_on)
    received = received_for([plan.id]).get(plan.id, 0)
    return _held(plan, received, found.total.minor, interest_of(found).minor)


def positions(plans: Sequence[Plan]) -> list[Position]:
    """Where plans stand by the books alone, for any number of them in a few statements.

    What is not booked yet is interest, which only the last instalments carry.
    """
    received = received_for(plan.id for plan in plans)
    booked = booked_for(plan.case_id for plan in plans)
    waiving = [plan.case_id for plan in plans if plan.interest == Interest.WAIVED]
    charged = interest_charged(waiving) if waiving else {}
    return [
        _held(
            plan,
            received.get(plan.id, 0),
            booked.get(plan.case_id, 0),
            charged.get(plan.case_id, 0),
        )
        for plan in plans
    ]


def is_rest_of_debit(case_id: UUID, owed_minor: int, *, is_paid: bool) -> bool:
    """Whether what a case owes is only the interest that ran while a bank carried its last debit out.

    The debtor paid all that it was asked for, and no day was left on which it could pay that too.
    """
    return is_paid and 0 < owed_minor <= ran_while_debited(case_id)


def _held(plan: Plan, received: int, owed_minor: int, interest: int) -> Position:
    waived = 0
    if plan.interest == Interest.WAIVED:
        waived = min(max(interest - plan.interest_minor, 0), owed_minor)
    elif is_rest_of_debit(plan.case_id, owed_minor, is_paid=received >= plan.total_minor):
        waived = owed_minor
    came = Money(max(received, 0), plan.currency)
    left = Money(owed_minor - waived, plan.currency)
    lines = standing(plan.dues, came, left, plan.day)
    return Position(lines, came, Money(waived, plan.currency))
