"""Where the pages of plans stand, and what they share."""

from flask import Blueprint, request

from agency.cases.models import Case
from agency.plans.kinds import Beyond
from agency.plans.queries import terms_for
from portal.accounts.guards import current_membership
from portal.accounts.permissions import Permission
from portal.errors import NotFound

bp = Blueprint("plans", __name__)


@bp.before_request
def must_belong_together() -> None:
    """A plan or settlement of another case is not there."""
    place = request.view_args or {}
    for name in ("plan", "settlement", "referral"):
        if name in place and "case" in place and place[name].case_id != place["case"].id:
            raise NotFound


def may(permission: Permission) -> bool:
    """Whether the reader has a permission."""
    membership = current_membership()
    return membership is not None and membership.may(permission)


def may_go_beyond(case: Case) -> bool:
    """Whether the reader may let a plan of a case go beyond what its creditor allows."""
    who = terms_for(case).beyond
    if who == Beyond.CREDITOR:
        return False
    return may(Permission.ALLOW_PLANS) or (may(Permission.WORK_CASES) and who == Beyond.COLLECTOR)
