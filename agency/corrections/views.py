"""Correcting a claim: what it changes is shown before it is done."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case, Claim
from agency.corrections import queries, services
from agency.corrections.drafts import Draft, effect_of
from agency.corrections.models import CorrectionKind
from agency.corrections.saying import (
    DescriptionSchema,
    InterestSchema,
    circumstances_form,
    columns_of,
    typed,
)
from agency.corrections.schemas import DueDateSchema, WhySchema, counts_from, credit_note_form
from agency.corrections.wording import KINDS, changes_of
from agency.law.costs.asked import asked
from agency.law.vocabulary import Circumstance
from portal import clock
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import load, page, say

bp = Blueprint("corrections", __name__, url_prefix="/cases/<uuid:case>")


@bp.before_request
def must_belong_together() -> None:
    """A claim of another case is not there."""
    place = request.view_args or {}
    if "claim" in place and place["claim"].case_id != place["case"].id:
        raise NotFound


@bp.get("/corrections")
@allow(Permission.SEE_CASES)
def index(case: Case) -> ResponseReturnValue:
    """What was corrected of a case, and what can be; a part of the case page."""
    membership = current_membership()
    may_correct = membership is not None and membership.may(Permission.CORRECT_CLAIMS)
    return page(
        "agency/corrections/index.html",
        case=case,
        corrections=queries.corrections_of(case),
        claims=[claim for claim in case.claims if claim.is_worked],
        may_correct=may_correct and case.is_open,
        kinds=KINDS,
        changes_of=changes_of,
        asked=_asked(case),
    )


@bp.get("/claims/<uuid:claim>/credit-note")
@allow(Permission.CORRECT_CLAIMS)
def new_credit_note(case: Case, claim: Claim) -> ResponseReturnValue:
    """How much less the creditor asks, and since when."""
    return _form("credit_note", case, claim)


@bp.post("/claims/<uuid:claim>/credit-note")
@allow(Permission.CORRECT_CLAIMS)
def create_credit_note(case: Case, claim: Claim) -> ResponseReturnValue:
    """Show what it changes; then enter it."""
    given = load(credit_note_form(claim))
    since = counts_from(claim, given.dated_on, never_owed=given.never_owed)
    if not _is_sure():
        services.check_credit(claim, given.amount, reference=given.reference)
        draft = Draft(claim=claim, credited=given.amount, counts_from=since)
        return _form("credit_note", case, claim, given=given, draft=draft)
    services.enter_credit_note(
        claim,
        given.amount,
        reference=given.reference,
        counts_from=since,
        why=given.why,
        by=me(),
    )
    say(_("The credit note is entered. All that hangs on it is worked out anew."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get("/claims/<uuid:claim>/due-date")
@allow(Permission.CORRECT_CLAIMS)
def new_due_date(case: Case, claim: Claim) -> ResponseReturnValue:
    """When it was due in truth, and how that is known."""
    return _form("due_date", case, claim)


@bp.post("/claims/<uuid:claim>/due-date")
@allow(Permission.CORRECT_CLAIMS)
def create_due_date(case: Case, claim: Claim) -> ResponseReturnValue:
    """Show what it changes; then correct it."""
    given = load(DueDateSchema)
    if not _is_sure():
        services.check_due_date(claim, given.due_on)
        draft = Draft(claim=claim, says={"due_on": given.due_on})
        return _form("due_date", case, claim, given=given, draft=draft)
    services.correct_due_date(claim, given.due_on, why=given.why, by=me())
    say(_("The due date is corrected. All that hangs on it is worked out anew."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get("/claims/<uuid:claim>/withdrawal")
@allow(Permission.CORRECT_CLAIMS)
def new_withdrawal(case: Case, claim: Claim) -> ResponseReturnValue:
    """Why the creditor withdraws a claim that was never owed, and what that changes."""
    if services.is_only_claim(claim):
        return _form("withdrawal", case, claim)
    return _form("withdrawal", case, claim, draft=Draft(claim=claim, withdrawn=True))


@bp.post("/claims/<uuid:claim>/withdrawal")
@allow(Permission.CORRECT_CLAIMS)
def create_withdrawal(case: Case, claim: Claim) -> ResponseReturnValue:
    """Take it out of the case."""
    services.withdraw(claim, why=load(WhySchema).why, by=me())
    say(_("The claim is withdrawn. The others are collected as before."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get("/claims/<uuid:claim>/interest")
@allow(Permission.CORRECT_CLAIMS)
def new_interest(case: Case, claim: Claim) -> ResponseReturnValue:
    """Which interest was agreed in truth, if any."""
    return _form("interest", case, claim)


@bp.post("/claims/<uuid:claim>/interest")
@allow(Permission.CORRECT_CLAIMS)
def create_interest(case: Case, claim: Claim) -> ResponseReturnValue:
    """Show what it changes; then correct it."""
    given = load(InterestSchema)
    says = {name: value for name, value in vars(given).items() if name != "why"}
    if not _is_sure():
        services.check_change(claim, says)
        return _form("interest", case, claim, given=given, draft=Draft(claim=claim, says=says))
    services.change(claim, CorrectionKind.INTEREST, says, why=given.why, by=me())
    say(_("The interest is corrected. All that hangs on it is worked out anew."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get("/claims/<uuid:claim>/circumstances")
@allow(Permission.CORRECT_CLAIMS)
def new_circumstances(case: Case, claim: Claim) -> ResponseReturnValue:
    """What the law of the debtor's country asks of the claim."""
    return _form("circumstances", case, claim, asked=_asked(case), says=typed(claim))


@bp.post("/claims/<uuid:claim>/circumstances")
@allow(Permission.CORRECT_CLAIMS)
def create_circumstances(case: Case, claim: Claim) -> ResponseReturnValue:
    """Show what it changes; then correct it."""
    what = _asked(case)
    given = load(circumstances_form(claim, what))
    says = columns_of(claim, vars(given))
    if not _is_sure():
        services.check_change(claim, says)
        draft = Draft(claim=claim, says=says)
        return _form(
            "circumstances", case, claim, given=given, draft=draft, asked=what, says=request.form
        )
    services.change(claim, CorrectionKind.CIRCUMSTANCES, says, why=given.why, by=me())
    say(_("What is known of the claim is corrected. All that hangs on it is worked out anew."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get("/claims/<uuid:claim>/description")
@allow(Permission.CORRECT_CLAIMS)
def new_description(case: Case, claim: Claim) -> ResponseReturnValue:
    """What the claim was for."""
    return _form("description", case, claim)


@bp.post("/claims/<uuid:claim>/description")
@allow(Permission.CORRECT_CLAIMS)
def create_description(case: Case, claim: Claim) -> ResponseReturnValue:
    """Describe it anew; no figure hangs on it, so that there is nothing to show first."""
    given = load(DescriptionSchema)
    says = {"description": given.description}
    services.change(claim, CorrectionKind.DESCRIPTION, says, why=given.why, by=me())
    say(_("The description is corrected. Letters that are written from now on have it."))
    return redirect(url_for("agency.cases.show", case=case.id))


def _asked(case: Case) -> frozenset[Circumstance]:
    """What the law asks of the claims of a case today."""
    return asked(case.debtor.country, case.debtor.debtor_kind, clock.today())


def _form(
    what: str,
    case: Case,
    claim: Claim,
    *,
    given: Any = None,
    draft: Draft | None = None,
    **more: Any,
) -> str:
    return page(
        f"agency/corrections/{what}.html",
        case=case,
        claim=claim,
        given=given,
        effect=effect_of(case, draft) if draft else None,
        today=clock.today(),
        **more,
    )


def _is_sure() -> bool:
    return request.form.get("step") == "make"
