"""A settlement on a case: offered or agreed with figures first, and ended."""

from io import BytesIO

from flask import redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.plans import letters, services, settlement_letters, wording
from agency.plans.evidence import Consent
from agency.plans.models import Settlement
from agency.plans.schemas import WhySchema, settlement_form
from agency.plans.views.blueprint import bp, may_go_beyond
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import load, page, say


@bp.get("/cases/<uuid:case>/settlement/new")
@allow(Permission.WORK_CASES)
def new_settlement(case: Case) -> ResponseReturnValue:
    """What is owed, the least that the creditor takes, and the form."""
    return page(
        "agency/plans/settlement.html",
        case=case,
        situation=services.situation(case),
        least=services.least_settlement(case),
        today=clock.today(),
        words=wording,
        may_allow=may_go_beyond(case),
    )


@bp.post("/cases/<uuid:case>/settlement/new")
@allow(Permission.WORK_CASES)
def create_settlement(case: Case) -> ResponseReturnValue:
    """Offer it by the payment link, or note that it is agreed."""
    form = load(settlement_form(case.currency))
    if form.how == "refer":
        services.refer_settlement(case, form.amount, form.pay_by, form.beyond_why, by=me())
        say(_("The creditor is asked, and answers on its page."))
        return redirect(url_for("agency.cases.show", case=case.id))
    why = form.beyond_why if may_go_beyond(case) else ""
    made = services.offer_settlement(case, form.amount, form.pay_by, by=me(), beyond_why=why)
    if form.how == "agreed":
        consent = Consent(name=form.name, channel=form.channel)
        services.accept_settlement(made, consent=consent, by=me())
    say(_("Saved. The debtor sees it on its page, and nothing else goes out before its day."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get("/cases/<uuid:case>/settlements/<uuid:settlement>/end")
@allow(Permission.WORK_CASES)
def new_settlement_end(case: Case, settlement: Settlement) -> ResponseReturnValue:
    """Why it no longer holds."""
    return page("agency/plans/end_settlement.html", case=case, it=settlement)


@bp.post("/cases/<uuid:case>/settlements/<uuid:settlement>/end")
@allow(Permission.WORK_CASES)
def create_settlement_end(case: Case, settlement: Settlement) -> ResponseReturnValue:
    """Take it back."""
    services.end_settlement(settlement, load(WhySchema).why, by=me())
    say(_("The settlement is over. The case goes on."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get("/cases/<uuid:case>/settlements/<uuid:settlement>/letter")
@allow(Permission.SEE_CASES)
def show_settlement_letter(case: Case, settlement: Settlement) -> ResponseReturnValue:
    """The confirmation, to print or read."""
    if settlement.agreed_at is None or not settlement.shown:
        raise NotFound
    return send_file(
        BytesIO(letters.read(settlement, settlement_letters.compose)),
        mimetype="application/pdf",
        download_name=settlement_letters.name_of(settlement),
    )
