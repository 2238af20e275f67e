"""By what the instalments of a case are taken: a part of its page; and how staff stops it."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.autopay import queries, services, wording
from agency.autopay.models import SavedMethod
from agency.autopay.naming import name_of
from agency.cases.models import Case
from agency.plans.models import Plan
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import page, say

bp = Blueprint("autopay", __name__)

_ONE = "/cases/<uuid:case>/autopay/<uuid:saved_method>/end"


@bp.get("/cases/<uuid:case>/autopay")
@allow(Permission.SEE_CASES)
def index(case: Case) -> ResponseReturnValue:
    """What is taken by what, what was tried, and what may go wrong."""
    membership = current_membership()
    return page(
        "agency/autopay/index.html",
        case=case,
        methods=queries.methods_of(case),
        attempts=queries.attempts_of(case),
        words=wording,
        name_of=name_of,
        is_at_risk=services.is_at_risk,
        may_work=membership is not None and membership.may(Permission.WORK_CASES),
    )


@bp.get(_ONE)
@allow(Permission.WORK_CASES)
def new_end(case: Case, saved_method: SavedMethod) -> ResponseReturnValue:
    """What stopping means, before it is done."""
    return page("agency/autopay/end.html", case=case, it=_of(case, saved_method), name_of=name_of)


@bp.post(_ONE)
@allow(Permission.WORK_CASES)
def create_end(case: Case, saved_method: SavedMethod) -> ResponseReturnValue:
    """Stop it at once."""
    services.revoke(_of(case, saved_method), by=me())
    say(_("From now on nothing is taken. The plan goes on, and the debtor is told."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.post("/cases/<uuid:case>/plans/<uuid:plan>/card-link")
@allow(Permission.WORK_CASES)
def create_link(case: Case, plan: Plan) -> ResponseReturnValue:
    """Send the debtor the link for another card."""
    if plan.case_id != case.id:
        raise NotFound
    services.send_card_link(plan, by=me())
    say(_("The link for another card is on its way to the debtor."))
    if request.form.get("from") == "list":
        return redirect(url_for("agency.plans.plans", risk=1))
    return redirect(url_for("agency.cases.show", case=case.id))


def _of(case: Case, saved_method: SavedMethod) -> SavedMethod:
    if saved_method.case_id != case.id:
        raise NotFound
    return saved_method
