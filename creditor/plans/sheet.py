"""What a creditor sees before it answers: what is asked, why it lies beyond, and what is owed."""

from dataclasses import dataclass

from agency.plans import services, wording
from agency.plans.models import Referral
from agency.plans.queries import oldest_due
from agency.plans.services import Situation
from portal import clock
from portal.errors import Words
from portal.money import Money


@dataclass(frozen=True, slots=True)
class Question:
    """One question with all that its page shows."""

    referral: Referral
    situation: Situation
    beyond: Words | None
    """Why the plan lies beyond the limits; none where they allow it by now."""
    least: Money | None
    """The least that settles the case by the limits; none where nothing does."""
    age_days: int

    @property
    def state(self) -> tuple[str, object]:
        """The state, for a badge."""
        return wording.answer_of(self.referral)


def question(referral: Referral) -> Question:
    """What a creditor is asked."""
    case, plan = referral.case, referral.plan
    found = services.situation(case)
    return Question(
        referral,
        found,
        found.limits.why_beyond(plan.dues) if plan else None,
        services.least_settlement(case),
        (clock.today() - oldest_due(case)).days,
    )
