"""How far plans on a creditor's claims may go: a part of the creditor's page, and its form."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients.models import Agreement, Creditor
from agency.plans import services, wording
from agency.plans.queries import terms_of
from agency.plans.schemas import TermsSchema
from agency.plans.views.blueprint import bp, may
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import Refused
from portal.web import load, page, say

_TERMS = "/creditors/<uuid:creditor>/plan-terms"


@bp.get(_TERMS)
@allow(Permission.SEE_CREDITORS)
def show_terms(creditor: Creditor) -> ResponseReturnValue:
    """What holds under the agreement of today."""
    return page(
        "agency/plans/terms.html",
        creditor=creditor,
        terms=terms_of(_agreement(creditor)),
        words=wording,
        may_change=may(Permission.ALLOW_PLANS),
    )


@bp.get(f"{_TERMS}/edit")
@allow(Permission.ALLOW_PLANS)
def edit_terms(creditor: Creditor) -> ResponseReturnValue:
    """The form to change it."""
    return page(
        "agency/plans/edit_terms.html",
        creditor=creditor,
        terms=terms_of(_agreement(creditor)),
        words=wording,
    )


@bp.post(f"{_TERMS}/edit")
@allow(Permission.ALLOW_PLANS)
def update_terms(creditor: Creditor) -> ResponseReturnValue:
    """Change it; plans that run stay as they were agreed."""
    says = vars(load(TermsSchema))
    says["smallest_minor"] = says.pop("smallest").minor
    percent, age = says.pop("floor_percent"), says.pop("floor_age_days")
    says["floors"] = [{"age_days": age, "balance_minor": 0, "percent": percent}] if percent else []
    agreement = _agreement(creditor)
    if agreement is None:
        raise Refused(_("There is no agreement with this creditor yet. Add one first."))
    services.set_terms(agreement, says, by=me())
    say(_("Saved. Plans that run stay as they were agreed."))
    return redirect(url_for("agency.creditors.show", creditor=creditor.id))


def _agreement(creditor: Creditor) -> Agreement | None:
    """The agreement under which claims are handed over today."""
    valid = [it for it in creditor.agreements if it.valid_from <= clock.today()]
    return valid[-1] if valid else None
