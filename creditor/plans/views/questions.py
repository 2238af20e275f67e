"""What the agency asks beyond the limits: the list, one question, and the creditor's answer."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.plans import services, wording
from agency.plans.kinds import Answer
from agency.plans.models import Referral
from creditor.access import may
from creditor.plans import queries
from creditor.plans.schemas import answer_form
from creditor.plans.sheet import question
from creditor.plans.views.blueprint import bp
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import keyset, load, page, say

_ONE = "/questions/<uuid:referral>"


@bp.get("/")
@allow(Permission.SEE_OWN_CASES)
def index() -> ResponseReturnValue:
    """What waits for an answer, and what was answered."""
    return page(
        "creditor/plans/index.html",
        waiting=queries.waiting(),
        found=keyset(queries.answered(), Referral.answer_by, Referral.id, descending=True),
        words=wording,
        today=clock.today(),
    )


@bp.get(_ONE)
@allow(Permission.SEE_OWN_CASES)
def show_question(referral: Referral) -> ResponseReturnValue:
    """One question in figures, with the three answers."""
    return page(
        "creditor/plans/question.html",
        it=question(referral),
        words=wording,
        may_answer=may(Permission.LIMIT_PLANS),
    )


@bp.post(_ONE)
@allow(Permission.LIMIT_PLANS)
def create_answer(referral: Referral) -> ResponseReturnValue:
    """Allow it, turn it down, or say what instead."""
    form = load(answer_form(referral), page=".show_question")
    services.answer_referral(
        referral, Answer(form.answer), form.why, by=me(), count=form.count, amount=form.amount
    )
    say(_("Thank you. The agency and the debtor go on from your answer at once."))
    return redirect(url_for(".index"))
