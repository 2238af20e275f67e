"""What is done about a plan that stands: allowed, put before the creditor, sent, put off, ended."""

from io import BytesIO

from flask import redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.plans import letters, services
from agency.plans.kinds import Beyond
from agency.plans.models import Plan, Referral
from agency.plans.position import position
from agency.plans.queries import open_referral, terms_for
from agency.plans.schemas import SendingSchema, WhySchema
from agency.plans.views.blueprint import bp, may_go_beyond
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound, Refused
from portal.web import load, page, say

_ONE = "/cases/<uuid:case>/plans/<uuid:plan>"


@bp.get(f"{_ONE}/approval")
@allow(Permission.WORK_CASES)
def new_approval(case: Case, plan: Plan) -> ResponseReturnValue:
    """What the debtor asks for, and why it may have it."""
    return page(
        "agency/plans/approval.html",
        case=case,
        it=plan,
        asked=open_referral(case),
        limits_are_creditors=terms_for(case).beyond == Beyond.CREDITOR,
        may_allow=may_go_beyond(case),
    )


@bp.post(f"{_ONE}/approval")
@allow(Permission.WORK_CASES)
def create_approval(case: Case, plan: Plan) -> ResponseReturnValue:
    """Allow it; it runs at once where the debtor agreed to it already, and is offered where not."""
    form = load(WhySchema)
    if not may_go_beyond(case):
        raise Refused(_("This plan lies beyond what the creditor allows. A manager can allow it."))
    services.approve(plan, form.why, by=me())
    if plan.is_running:
        say(_("The plan runs. The debtor gets the confirmation."))
    elif not plan.agreed_by:
        say(_("The plan is offered. The debtor gets a mail and can agree on its page."))
    else:
        say(_("Allowed"))  # It waits for a guarantor, as its page says.
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.post(f"{_ONE}/referral")
@allow(Permission.WORK_CASES)
def create_referral(case: Case, plan: Plan) -> ResponseReturnValue:
    """Ask the creditor, with a reason; it has some days to answer on its page."""
    services.refer(plan, load(WhySchema, page=".new_approval").why, by=me())
    say(_("The creditor is asked, and answers on its page. The plan goes on from its answer."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.post("/cases/<uuid:case>/plan-questions/<uuid:referral>/withdrawal")
@allow(Permission.WORK_CASES)
def create_withdrawal(case: Case, referral: Referral) -> ResponseReturnValue:
    """Want no answer any more."""
    services.withdraw(referral, by=me())
    say(_("The creditor is not asked any more."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get(f"{_ONE}/end")
@allow(Permission.WORK_CASES)
def new_end(case: Case, plan: Plan) -> ResponseReturnValue:
    """Why it is over."""
    stands = position(plan) if plan.is_running else None
    return page("agency/plans/end.html", case=case, it=plan, stands=stands)


@bp.post(f"{_ONE}/end")
@allow(Permission.WORK_CASES)
def create_end(case: Case, plan: Plan) -> ResponseReturnValue:
    """End a plan that runs; turn down or take back one that does not yet."""
    form = load(WhySchema)
    if plan.is_running:
        services.end(plan, form.why, by=me())
    else:
        services.refuse(plan, form.why, by=me())
    say(_("The plan is over. The case goes on."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.post(f"{_ONE}/sending")
@allow(Permission.WORK_CASES)
def create_sending(case: Case, plan: Plan) -> ResponseReturnValue:
    """Send the offer (again), by the way that suits the debtor."""
    form = load(SendingSchema, page=".index")
    services.send_offer(plan, services.Way(form.way), form.form_key, by=me())
    say(
        _("Noted. Print the letter below and post it.")
        if form.way == services.Way.POST
        else _("The offer is on its way, with the link to the debtor's page.")
    )
    return redirect(url_for(".index", case=case.id))


@bp.get(f"{_ONE}/letter")
@allow(Permission.SEE_CASES)
def show_letter(case: Case, plan: Plan) -> ResponseReturnValue:
    """The confirmation or the offer, to print or read."""
    if plan.agreed_at is None and not plan.may_be_agreed:
        raise NotFound
    return send_file(
        BytesIO(letters.read(plan, letters.compose) if plan.agreed_at else letters.compose(plan)),
        mimetype="application/pdf",
        download_name=_("Payment plan %(number)s.pdf", number=case.reference),
    )
