"""Costs that a court awarded, on the staff's desk: entered, approved, taken back."""

import uuid

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.awards import queries, services
from agency.awards.models import CourtAward
from agency.awards.schemas import LimitSchema, WhySchema, award_form
from agency.awards.wording import state_of
from agency.cases.models import Case
from agency.compliance.papers import paper_from
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.permissions import Permission
from portal.errors import Invalid, NotFound
from portal.web import load, page, say

bp = Blueprint("awards", __name__, url_prefix="/cases/<uuid:case>/awards")
settings = Blueprint("award_settings", __name__, url_prefix="/settings/awards")


@bp.before_request
def must_belong_together() -> None:
    """An award of another case is not there."""
    place = request.view_args or {}
    if "court_award" in place and place["court_award"].case_id != place["case"].id:
        raise NotFound


@bp.get("")
@allow(Permission.SEE_CASES)
def index(case: Case) -> ResponseReturnValue:
    """What courts awarded on a case; a part of the case page."""
    membership = current_membership()
    is_worked = case.is_open and any(claim.is_worked for claim in case.claims)
    return page(
        "agency/awards/index.html",
        case=case,
        awards=queries.awards_of(case),
        state_of=state_of,
        me_id=me().id,
        may_enter=membership is not None and membership.may(Permission.ENTER_AWARDS),
        is_worked=is_worked,
    )


@bp.get("/new")
@allow(Permission.ENTER_AWARDS)
def new(case: Case) -> ResponseReturnValue:
    """What the judgment says."""
    return page(
        "agency/awards/new.html",
        case=case,
        claims=[claim for claim in case.claims if claim.is_worked],
        limit=queries.limit(case.currency),
        form_key=request.form.get("form_key") or uuid.uuid4(),
    )


@bp.post("")
@allow(Permission.ENTER_AWARDS)
def create(case: Case) -> ResponseReturnValue:
    """Enter it."""
    claims = {claim.id: claim for claim in case.claims if claim.is_worked}
    form = load(award_form([*claims.values()], case.currency), page=".new")
    paper = paper_from(request.files.get("file"))
    if paper is None:
        raise Invalid({"file": [_("Choose the file of the judgment.")]}, request.form.to_dict())
    judgment = services.Judgment(
        court=form.court,
        judged_on=form.judged_on,
        reference=form.reference,
        amount=form.amount,
    )
    made = services.enter(claims[form.claim], judgment, paper, form_key=form.form_key, by=me())
    say(
        _("The award waits until a second person approves it.")
        if made.waits
        else _("The awarded costs are owed from today.")
    )
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.post("/<uuid:court_award>/approval")
@allow(Permission.ENTER_AWARDS)
def create_approval(case: Case, court_award: CourtAward) -> ResponseReturnValue:
    """Let it be owed."""
    services.approve(court_award, by=me())
    say(_("The awarded costs are owed from today."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.post("/<uuid:court_award>/refusal")
@allow(Permission.ENTER_AWARDS)
def create_refusal(case: Case, court_award: CourtAward) -> ResponseReturnValue:
    """Let it not be owed."""
    services.refuse(court_award, by=me())
    say(_("The award is not added."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get("/<uuid:court_award>/reversal")
@allow(Permission.ENTER_AWARDS)
def new_reversal(case: Case, court_award: CourtAward) -> ResponseReturnValue:
    """What taking it back does, before it is done."""
    return page("agency/awards/reversal.html", case=case, award=court_award)


@bp.post("/<uuid:court_award>/reversal")
@allow(Permission.ENTER_AWARDS)
def create_reversal(case: Case, court_award: CourtAward) -> ResponseReturnValue:
    """Take it back."""
    services.take_back(court_award, load(WhySchema).why, by=me())
    say(_("The award is taken back. What was paid on it is shared anew."))
    return redirect(url_for("agency.cases.show", case=case.id))


@settings.get("")
@allow(Permission.ADMINISTER)
def edit_limit() -> ResponseReturnValue:
    """Above which amount two people are needed; a part of the settings."""
    return page("agency/awards/limit.html", limit=queries.limit())


@settings.post("")
@allow(Permission.ADMINISTER)
def update_limit() -> ResponseReturnValue:
    """Change it."""
    services.set_limit(load(LimitSchema).limit, by=me())
    say(_("The limit holds from the next award on."))
    return redirect(url_for("agency.settings.show"))
