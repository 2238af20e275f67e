"""A plan on a case: what is possible, its instalments before it is made, offered or agreed."""

from typing import Any

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.plans import services, wording
from agency.plans.evidence import Consent
from agency.plans.overview import Desk, Draft, desk
from agency.plans.schemas import plan_form, wish_in_address
from agency.plans.views.blueprint import bp, may, may_go_beyond
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.keys import new_key
from portal.web import load, page, say


@bp.get("/cases/<uuid:case>/plan")
@allow(Permission.SEE_CASES)
def index(case: Case) -> ResponseReturnValue:
    """The plan of a case as it stands, or what may be offered; a part of the case page."""
    return page(
        "agency/plans/index.html",
        desk=desk(case),
        case=case,
        words=wording,
        form_key=new_key(),
        may_work=may(Permission.WORK_CASES),
        may_allow=may_go_beyond(case),
    )


@bp.get("/cases/<uuid:case>/plan/new")
@allow(Permission.WORK_CASES)
def new(case: Case) -> ResponseReturnValue:
    """A number or amount and a day; below, the instalments that come of it."""
    found = desk(case)
    wish = None if "form_state" in g else wish_in_address(case.currency)
    return page(
        "agency/plans/new.html",
        desk=found,
        case=case,
        draft=_drafted(found, wish) if wish else None,
        wish=wish or {},
        words=wording,
        may_allow=may_go_beyond(case),
    )


@bp.post("/cases/<uuid:case>/plan/new")
@allow(Permission.WORK_CASES)
def create(case: Case) -> ResponseReturnValue:
    """Offer it by the payment link, or let it run where it was agreed just now."""
    form = load(plan_form(case.currency))
    found = services.situation(case)
    dues = services.draft(
        found, day=form.day, count=form.count, amount=form.amount, first_on=form.first_on
    )
    heard = Consent(name=form.name, channel=form.channel)
    why = form.beyond_why if may_go_beyond(case) else ""
    if form.how == "refer":
        consent = heard if form.channel and form.name else None
        services.propose(case, dues, form.beyond_why, day=form.day, consent=consent, by=me())
        say(_("The creditor is asked, and answers on its page. The plan goes on from its answer."))
    elif form.how == "offer":
        services.offer(case, dues, day=form.day, by=me(), beyond_why=why)
        say(_("The plan is offered. The debtor gets a mail and can agree on its page."))
    else:
        services.agree(case, dues, day=form.day, consent=heard, by=me(), beyond_why=why)
        say(_("The plan runs. The debtor gets the confirmation."))
    return redirect(url_for("agency.cases.show", case=case.id))


def _drafted(found: Desk, wish: dict[str, Any]) -> Draft:
    dues = services.draft(found.situation, **wish)
    return Draft(dues, found.situation.limits.why_beyond(dues))
