"""All plans that stand, and those at risk."""

from flask import request
from flask.typing import ResponseReturnValue

from agency.plans import wording
from agency.plans.models import Plan
from agency.plans.queries import at_work
from agency.plans.views.blueprint import bp
from portal import clock
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.web import keyset, page


@bp.get("/plans")
@allow(Permission.SEE_CASES)
def plans() -> ResponseReturnValue:
    """The plans by their next day, late ones first as their day lies behind."""
    at_risk = "risk" in request.args
    return page(
        "agency/plans/plans.html",
        found=keyset(at_work(at_risk=at_risk), Plan.next_on, Plan.id),
        at_risk=at_risk,
        today=clock.today(),
        words=wording,
    )
