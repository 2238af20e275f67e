"""What the office does with a case: hold, close, open again, assign, and its payment link."""

from datetime import timedelta

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases import paylinks, services
from agency.cases.models import Case, ClosureReason
from agency.cases.moves import HOLD_REASONS
from agency.cases.owed import owed
from agency.cases.queries import closure_of
from agency.cases.schemas import (
    AssignmentSchema,
    ClosureSchema,
    ConfirmSchema,
    HoldSchema,
    ReopeningSchema,
)
from agency.cases.views.blueprint import bp
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission
from portal.web import get, load, page, say


@bp.get("/<uuid:case>/hold")
@allow(Permission.WORK_CASES)
def new_hold(case: Case) -> ResponseReturnValue:
    """Why, and until when."""
    return page(
        "agency/cases/hold.html",
        case=case,
        owed=owed(case),
        reasons=list(HOLD_REASONS.items()),
        until=clock.today() + timedelta(days=services.HOLD_DAYS),
    )


@bp.post("/<uuid:case>/hold")
@allow(Permission.WORK_CASES)
def create_hold(case: Case) -> ResponseReturnValue:
    """Stop all chasing."""
    form = load(HoldSchema)
    services.put_on_hold(case, form.reason, by=me(), text=form.text, until=form.until)
    say(_("The case rests. Nothing goes out until the hold is lifted."))
    return redirect(url_for(".show", case=case.id))


@bp.post("/<uuid:case>/hold/lift")
@allow(Permission.WORK_CASES)
def delete_hold(case: Case) -> ResponseReturnValue:
    """Let it be worked again."""
    load(ConfirmSchema, page=".show")
    services.lift_hold(case, by=me())
    say(_("The hold is lifted."))
    return redirect(url_for(".show", case=case.id))


@bp.get("/<uuid:case>/closure")
@allow(Permission.WORK_CASES)
def new_closure(case: Case) -> ResponseReturnValue:
    """What closing will do, in figures."""
    return page(
        "agency/cases/closure.html", case=case, owed=owed(case), link=paylinks.current(case)
    )


@bp.post("/<uuid:case>/closure")
@allow(Permission.WORK_CASES)
def create_closure(case: Case) -> ResponseReturnValue:
    """Close a case that the creditor withdraws."""
    services.close(case, ClosureReason.WITHDRAWN, text=load(ClosureSchema).text, by=me())
    say(_("The case is closed."))
    return redirect(url_for(".show", case=case.id))


@bp.get("/<uuid:case>/reopening")
@allow(Permission.WORK_CASES)
def new_reopening(case: Case) -> ResponseReturnValue:
    """What opening it again will do, in figures."""
    return page("agency/cases/reopening.html", case=case, owed=owed(case), closure=closure_of(case))


@bp.post("/<uuid:case>/reopening")
@allow(Permission.WORK_CASES)
def create_reopening(case: Case) -> ResponseReturnValue:
    """Work a closed case again."""
    services.reopen(case, why=load(ReopeningSchema).why, by=me())
    say(_("The case is open again."))
    return redirect(url_for(".show", case=case.id))


@bp.post("/<uuid:case>/assignment")
@allow(Permission.WORK_CASES)
def create_assignment(case: Case) -> ResponseReturnValue:
    """Give the case to somebody, or to nobody."""
    chosen = load(AssignmentSchema, page=".show").collector
    services.assign(case, get(Membership, chosen) if chosen else None, by=me())
    say(_("Saved."))
    return redirect(url_for(".show", case=case.id))


@bp.post("/<uuid:case>/pay-link")
@allow(Permission.WORK_CASES)
def create_pay_link(case: Case) -> ResponseReturnValue:
    """Make the address at which the debtor sees and pays the case."""
    load(ConfirmSchema, page=".show")
    paylinks.link_for(case, by=me())
    say(_("The payment link is made. Anyone who has it and knows the postcode can open the case."))
    return redirect(url_for(".show", case=case.id))


@bp.post("/<uuid:case>/pay-link/revoke")
@allow(Permission.WORK_CASES)
def delete_pay_link(case: Case) -> ResponseReturnValue:
    """Shut it, for instance because it came into wrong hands."""
    load(ConfirmSchema, page=".show")
    paylinks.revoke(case, by=me())
    say(_("The payment link is revoked. It opens nothing any more."))
    return redirect(url_for(".show", case=case.id))
