"""Guarantees on the staff's desk: who was asked on a case, asking, taking back, and the paper."""

from io import BytesIO

from flask import Blueprint, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.clients.countries import country_options
from agency.guarantors import letters, naming, services, wording
from agency.guarantors.models import Guarantor
from agency.guarantors.queries import guarantor_of, guarantors_of
from agency.guarantors.schemas import GuarantorSchema
from agency.plans import letters as kept
from agency.plans.models import Plan
from agency.plans.queries import alive
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound, Refused
from portal.i18n import LOCALES, current_locale
from portal.pay.wording import RELATIONS
from portal.web import load, page, say

bp = Blueprint("guarantors", __name__)
_ONE = "/cases/<uuid:case>/guarantors/<uuid:guarantor>"


@bp.before_request
def must_belong_together() -> None:
    """A guarantee of another case is not there."""
    place = request.view_args or {}
    if "guarantor" in place and place["guarantor"].case_id != place["case"].id:
        raise NotFound


@bp.get("/cases/<uuid:case>/guarantors")
@allow(Permission.SEE_CASES)
def index(case: Case) -> ResponseReturnValue:
    """Who guarantees the plans of a case; a part of the case page."""
    plan, membership = alive(case), current_membership()
    nobody = plan is not None and guarantor_of(plan) is None
    works = membership is not None and membership.may(Permission.WORK_CASES)
    return page(
        "agency/guarantors/index.html",
        case=case,
        found=guarantors_of(case),
        state_of=wording.state_of,
        kinds=wording.KINDS,
        works=works,
        relations=RELATIONS,
        may_ask=works and nobody,
        waits=nobody and plan is not None and plan.needs_guarantor,
    )


@bp.get("/cases/<uuid:case>/guarantors/new")
@allow(Permission.WORK_CASES)
def new(case: Case) -> ResponseReturnValue:
    """Who is asked to guarantee the plan."""
    return page(
        "agency/guarantors/new.html",
        case=case,
        plan=alive(case),
        kinds=list(wording.KINDS.items()),
        countries=country_options(current_locale()),
        languages=list(LOCALES.items()),
    )


@bp.post("/cases/<uuid:case>/guarantors/new")
@allow(Permission.WORK_CASES)
def create(case: Case) -> ResponseReturnValue:
    """Ask it."""
    asked = services.Asked(**vars(load(GuarantorSchema)))
    services.ask(_plan_of(case), asked, by=me())
    say(_("The guarantor gets a mail with a link of its own."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.post("/cases/<uuid:case>/guarantors/wish")
@allow(Permission.WORK_CASES)
def create_wish(case: Case) -> ResponseReturnValue:
    """Let the debtor name somebody, and the plan wait for that."""
    naming.want(_plan_of(case), by=me())
    say(
        _(
            "The debtor sees on its page that it has to name somebody. Send the offer again to say so."
        )
    )
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.post("/cases/<uuid:case>/guarantors/wish/end")
@allow(Permission.WORK_CASES)
def delete_wish(case: Case) -> ResponseReturnValue:
    """Do without a guarantor."""
    naming.do_without(_plan_of(case), by=me())
    say(_("Nobody has to sign any more."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.post(f"{_ONE}/end")
@allow(Permission.WORK_CASES)
def create_end(case: Case, guarantor: Guarantor) -> ResponseReturnValue:
    """Want no signature any more."""
    services.take_back(guarantor, by=me())
    say(_("Nobody has to sign any more."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get(f"{_ONE}/letter")
@allow(Permission.SEE_CASES)
def show_letter(case: Case, guarantor: Guarantor) -> ResponseReturnValue:
    """What was signed, to print or read."""
    if guarantor.agreed_at is None or not guarantor.shown:
        raise NotFound
    return send_file(
        BytesIO(kept.read(guarantor, letters.compose)),
        mimetype="application/pdf",
        download_name=letters.name_of(guarantor),
    )


def _plan_of(case: Case) -> Plan:
    plan = alive(case)
    if plan is None:
        raise Refused(_("There is no plan on this case that could be guaranteed. Offer one first."))
    return plan
