"""Where a case is in its procedure, and departing from it with a reason."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.law.vocabulary import NoticeKind
from agency.notices.labels import KINDS as NOTICES
from agency.strategy import progress, wording
from agency.strategy.kinds import By, Deed
from agency.strategy.models import Step
from agency.strategy.people import may_depart
from agency.strategy.progress import progress_of
from agency.strategy.queries.actions import steps_done
from agency.strategy.schemas import AgainSchema, InsteadSchema, LaterSchema, ReasonSchema
from agency.strategy.services import departing
from portal import clock
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import get, load, page, say

bp = Blueprint("course", __name__, url_prefix="/cases/<uuid:case>/course")


@bp.get("/")
@allow(Permission.SEE_CASES)
def index(case: Case) -> ResponseReturnValue:
    """How far the case is, what is next and what holds it; a part of the case page, or its own."""
    membership = current_membership()
    return page(
        "agency/strategy/course.html",
        case=case,
        it=progress_of(case),
        progress=progress,
        today=clock.today(),
        may_depart=may_depart(membership),
        may_approve=membership is not None and membership.may(Permission.ALLOW_PROMISES),
    )


@bp.get("/skip")
@allow(Permission.WORK_CASES)
def new_skip(case: Case) -> ResponseReturnValue:
    """The form to leave the next step out."""
    return _form(case, "skip")


@bp.post("/skip")
@allow(Permission.WORK_CASES)
def create_skip(case: Case) -> ResponseReturnValue:
    """Leave it out."""
    _must_be_free()
    departing.skip(case, load(ReasonSchema).why, by=me())
    say(_("Left out. The step after it is planned."))
    return _to(case)


@bp.get("/pull")
@allow(Permission.WORK_CASES)
def new_pull(case: Case) -> ResponseReturnValue:
    """The form to put the next step off."""
    return _form(case, "pull")


@bp.post("/pull")
@allow(Permission.WORK_CASES)
def create_pull(case: Case) -> ResponseReturnValue:
    """Put it off."""
    _must_be_free()
    given = load(LaterSchema)
    departing.pull(case, given.why, not_before=given.on, by=me())
    say(_("Put off. It comes again on its day."))
    return _to(case)


@bp.get("/change")
@allow(Permission.WORK_CASES)
def new_change(case: Case) -> ResponseReturnValue:
    """The form to have the next step done in another way."""
    return _form(case, "change")


@bp.post("/change")
@allow(Permission.WORK_CASES)
def create_change(case: Case) -> ResponseReturnValue:
    """Have it done so."""
    _must_be_free()
    given = load(InsteadSchema)
    departing.change(case, _wanted(given), given.why, by=me())
    say(_("The next step is changed."))
    return _to(case)


@bp.get("/add")
@allow(Permission.WORK_CASES)
def new_add(case: Case) -> ResponseReturnValue:
    """The form for a step that the procedure does not have."""
    return _form(case, "add")


@bp.post("/add")
@allow(Permission.WORK_CASES)
def create_add(case: Case) -> ResponseReturnValue:
    """Plan it before the next step."""
    _must_be_free()
    given = load(InsteadSchema)
    departing.add(case, _wanted(given), given.why, by=me())
    say(_("The step is added."))
    return _to(case)


@bp.get("/repeat")
@allow(Permission.WORK_CASES)
def new_repeat(case: Case) -> ResponseReturnValue:
    """The form to have an earlier step done again."""
    return _form(case, "repeat")


@bp.post("/repeat")
@allow(Permission.WORK_CASES)
def create_repeat(case: Case) -> ResponseReturnValue:
    """Plan it again."""
    _must_be_free()
    given = load(AgainSchema)
    departing.repeat(case, get(Step, given.step), given.why, by=me())
    say(_("The step is planned again."))
    return _to(case)


@bp.post("/approve")
@allow(Permission.ALLOW_PROMISES)
def create_approval(case: Case) -> ResponseReturnValue:
    """Let a step that waits for a manager go on."""
    departing.approve(case, by=me())
    say(_("Approved."))
    return _to(case)


def _form(case: Case, what: str) -> str:
    """A form for a departure; somebody who may not depart is told whom to ask."""
    found = progress_of(case)
    if found is None or found.next is None:
        raise NotFound
    return page(
        "agency/strategy/departure.html",
        case=case,
        what=what,
        may_depart=may_depart(current_membership()),
        it=found,
        progress=progress,
        words=wording,
        notices=NOTICES,
        steps=steps_done(found.course),
        today=clock.today(),
    )


def _must_be_free() -> None:
    departing.must_be_free(current_membership())


def _wanted(given: Any) -> departing.Wanted:
    return departing.Wanted(
        deed=Deed(given.deed),
        on=given.on or clock.today(),
        notice_kind=NoticeKind(given.notice_kind) if given.notice_kind else None,
        channel=By(given.channel),
        tone=given.tone,
    )


def _to(case: Case) -> ResponseReturnValue:
    return redirect(url_for("agency.cases.show", case=case.id))
