"""Who may depart from the procedure: novices follow it, others may leave it with a reason."""

from agency.strategy.kinds import Level
from agency.strategy.models import CollectorProfile
from portal import db
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission
from portal.tenancy import acting

_FREE = frozenset({Level.EXPERIENCED, Level.EXPERT})


def profile_of(membership: Membership) -> CollectorProfile:
    """What the house knows of somebody; a novice without limits where nobody said more."""
    found = db.session.get(CollectorProfile, (acting().agency_id, membership.id))
    return found or CollectorProfile(id=membership.id, level=Level.NOVICE, languages=[], capacity=0)


def may_depart(membership: Membership | None) -> bool:
    """Whether somebody may leave out, add, repeat or change a step, with a reason.

    Those who let promises go beyond the limits may always; of the others, who is no novice.
    """
    if membership is None or not membership.may(Permission.WORK_CASES):
        return False
    if membership.may(Permission.ALLOW_PROMISES):
        return True
    return Level(profile_of(membership).level) in _FREE
