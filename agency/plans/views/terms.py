"""How far plans may go under an agreement: a part of the creditor's page, and its form."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients.models import Creditor
from agency.plans import services
from agency.plans.overview import limits_sheet
from agency.plans.queries import agreement_today
from agency.plans.terms_schema import terms_form, terms_said
from agency.plans.views.blueprint import bp, may
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import Refused
from portal.web import load, page, say

_TERMS = "/creditors/<uuid:creditor>/plan-terms"


@bp.get(_TERMS)
@allow(Permission.SEE_CREDITORS)
def show_terms(creditor: Creditor) -> ResponseReturnValue:
    """What holds under the agreement of today, and what held before."""
    return page(
        "agency/plans/terms.html",
        creditor=creditor,
        sheet=limits_sheet(creditor),
        may_change=may(Permission.ALLOW_PLANS),
    )


@bp.get(f"{_TERMS}/edit")
@allow(Permission.ALLOW_PLANS)
def edit_terms(creditor: Creditor) -> ResponseReturnValue:
    """The form to change it."""
    return page("agency/plans/edit_terms.html", creditor=creditor, sheet=limits_sheet(creditor))


@bp.post(f"{_TERMS}/edit")
@allow(Permission.ALLOW_PLANS)
def update_terms(creditor: Creditor) -> ResponseReturnValue:
    """Change it; plans that run stay as they were agreed."""
    form = load(terms_form())
    agreement = agreement_today(creditor)
    if agreement is None:
        raise Refused(_("There is no agreement with this creditor yet. Add one first."))
    services.set_terms(agreement, terms_said(form), by=me())
    say(_("Saved. Plans that run stay as they were agreed."))
    return redirect(url_for("agency.creditors.show", creditor=creditor.id))
