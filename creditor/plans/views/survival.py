"""How plans on a creditor's own claims hold."""

from flask import request
from flask.typing import ResponseReturnValue

from agency.plans import wording
from agency.plans.survival import By, all_plans, cohorts, since
from creditor.access import my_creditor
from creditor.plans.views.blueprint import bp
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.web import page


@bp.get("/kept")
@allow(Permission.SEE_OWN_CASES)
def kept() -> ResponseReturnValue:
    """How many are kept after so many months, by what they have in common."""
    mine = my_creditor().id
    by = By(request.args["by"]) if request.args.get("by") in set(By) else By.MONTH
    return page(
        "creditor/plans/kept.html",
        all=all_plans(mine),
        cohorts=cohorts(by, mine),
        by=by,
        since=since(),
        words=wording,
    )
