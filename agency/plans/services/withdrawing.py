"""A question to the creditor is over without an answer: something else took its place."""

from agency.cases.models import Case
from agency.cases.services import lock
from agency.plans.kinds import Answer
from agency.plans.models import Referral
from agency.plans.queries import open_referral
from agency.plans.services.next_moves import go_on
from portal import clock, db
from portal.audit import services as audit
from portal.audit.services import Actor


def withdraw(referral: Referral, *, by: Actor) -> None:
    """Want no answer any more. Twice is once."""
    case = lock(referral.case)
    withdraw_open(case, by=by)
    go_on(case)


def withdraw_open(case: Case, *, by: Actor) -> None:
    """Let what the creditor of a case is asked be over, where it is asked anything."""
    referral = open_referral(case)
    if referral is None:
        return
    referral.answer, referral.answered_at = Answer.WITHDRAWN, clock.now()
    db.session.flush()
    audit.record(referral, "plan.referral_withdrawn", by=by)
