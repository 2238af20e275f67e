"""The agency's answer to new claims: accept, ask, refuse."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from agency.cases import services
from agency.cases.models import Case
from agency.cases.schemas import ConfirmSchema, QuestionSchema, RefusalSchema
from agency.cases.views.blueprint import bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.money import total
from portal.web import load, page, say


@bp.post("/<uuid:case>/acceptance")
@allow(Permission.WORK_CASES)
def create_acceptance(case: Case) -> ResponseReturnValue:
    """Work the new claims."""
    load(ConfirmSchema, page=".show")
    review = services.accept(case, by=me())
    number = sum(claim.review_id == review.id for claim in case.claims)
    say(ngettext("%(num)d claim is accepted.", "%(num)d claims are accepted.", number))
    return redirect(url_for(".show", case=case.id))


@bp.post("/<uuid:case>/question")
@allow(Permission.WORK_CASES)
def create_question(case: Case) -> ResponseReturnValue:
    """Ask the creditor before accepting."""
    services.ask(case, load(QuestionSchema, page=".show").question, by=me())
    say(_("The question is on its way to %(creditor)s.", creditor=case.creditor.name))
    return redirect(url_for(".show", case=case.id))


@bp.get("/<uuid:case>/refusal")
@allow(Permission.WORK_CASES)
def new_refusal(case: Case) -> ResponseReturnValue:
    """What refusing will do."""
    claims = [claim for claim in case.claims if claim.awaits_review]
    return page(
        "agency/cases/refusal.html",
        case=case,
        claims=claims,
        amount=total((claim.principal for claim in claims), case.currency),
        ends=not any(claim.is_accepted for claim in case.claims),
    )


@bp.post("/<uuid:case>/refusal")
@allow(Permission.WORK_CASES)
def create_refusal(case: Case) -> ResponseReturnValue:
    """Turn the new claims down."""
    services.refuse(case, load(RefusalSchema).reason, by=me())
    say(_("The claims are refused. The creditor sees your reason."))
    return redirect(url_for(".show", case=case.id))
