"""All plans that stand, those at risk with what can be done, and how plans hold."""

from flask import request
from flask.typing import ResponseReturnValue

from agency.plans import wording
from agency.plans.kinds import CARD_LINK
from agency.plans.models import Plan
from agency.plans.risk import at_work
from agency.plans.survival import By, all_plans, cohorts, since
from agency.plans.views.blueprint import bp, may
from portal import clock, slots
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
        card_link=slots.offers(CARD_LINK),
        may_work=may(Permission.WORK_CASES),
    )


@bp.get("/plans/survival")
@allow(Permission.SEE_CASES)
def survival() -> ResponseReturnValue:
    """How many plans are kept after so many months, by what they have in common."""
    by = By(request.args["by"]) if request.args.get("by") in set(By) else By.MONTH
    return page(
        "agency/plans/survival.html",
        all=all_plans(),
        cohorts=cohorts(by),
        by=by,
        since=since(),
        words=wording,
    )
