"""What saves a plan at risk: the next instalment put off, on another day, or in two parts."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.plans import services
from agency.plans.models import Plan
from agency.plans.position import position
from agency.plans.schemas import DatesSchema, SeenSchema
from agency.plans.views.blueprint import bp
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say

_ONE = "/cases/<uuid:case>/plans/<uuid:plan>"


@bp.post(f"{_ONE}/deferral")
@allow(Permission.WORK_CASES)
def create_next_deferral(case: Case, plan: Plan) -> ResponseReturnValue:
    """Put whatever comes next off by a month."""
    services.defer_next(plan, _seen(), by=me())
    say(_("The instalment is put off by a month, and those after it."))
    return _back(case)


@bp.get(f"{_ONE}/dates")
@allow(Permission.WORK_CASES)
def edit_dates(case: Case, plan: Plan) -> ResponseReturnValue:
    """The days as they are, and the form for others."""
    stands = position(plan) if plan.is_running else None
    return page("agency/plans/dates.html", case=case, it=plan, stands=stands, today=clock.today())


@bp.post(f"{_ONE}/dates")
@allow(Permission.WORK_CASES)
def update_dates(case: Case, plan: Plan) -> ResponseReturnValue:
    """Give the next instalment a day, and those after it the same day of the months after."""
    form = load(DatesSchema)
    services.move_dates(plan, form.first_on, form.day, by=me())
    say(_("The instalments have new days. The debtor is told."))
    return redirect(url_for(".index", case=case.id))


@bp.post(f"{_ONE}/split")
@allow(Permission.WORK_CASES)
def create_split(case: Case, plan: Plan) -> ResponseReturnValue:
    """Let the next instalment be paid in two parts."""
    services.split_next(plan, _seen(), by=me())
    say(_("The instalment is in two parts, two weeks apart. The debtor is told."))
    return _back(case)


def _seen() -> str:
    """What stood next in the plan when the button was shown."""
    return str(load(SeenSchema, page=".index").seen)


def _back(case: Case) -> ResponseReturnValue:
    """To the list it was pressed on, or to the plan."""
    if request.form.get("from") == "list":
        return redirect(url_for(".plans", risk=1))
    return redirect(url_for(".index", case=case.id))
