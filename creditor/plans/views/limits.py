"""A creditor's own limits: how far plans and settlements on its claims may go."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.plans import services
from agency.plans.kinds import Side
from agency.plans.overview import limits_sheet
from agency.plans.queries import agreement_today
from agency.plans.terms_schema import terms_form, terms_said
from creditor.access import may, my_creditor
from creditor.plans.views.blueprint import bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import Refused
from portal.web import load, page, say


@bp.get("/limits")
@allow(Permission.SEE_OWN_CASES)
def show_limits() -> ResponseReturnValue:
    """What holds, what it means, and what held before."""
    return page(
        "creditor/plans/limits.html",
        sheet=limits_sheet(my_creditor()),
        may_change=may(Permission.LIMIT_PLANS),
    )


@bp.get("/limits/edit")
@allow(Permission.LIMIT_PLANS)
def edit_limits() -> ResponseReturnValue:
    """The form to change it."""
    return page("creditor/plans/edit_limits.html", sheet=limits_sheet(my_creditor()))


@bp.post("/limits/edit")
@allow(Permission.LIMIT_PLANS)
def update_limits() -> ResponseReturnValue:
    """Write down a new version; plans that run stay as they were agreed."""
    form = load(terms_form())
    agreement = agreement_today(my_creditor())
    if agreement is None:
        raise Refused(_("There is no agreement with the agency yet. Ask it for one first."))
    services.set_terms(agreement, terms_said(form), by=me(), side=Side.CREDITOR)
    say(_("Saved. Plans that run stay as they were agreed."))
    return redirect(url_for(".show_limits"))
