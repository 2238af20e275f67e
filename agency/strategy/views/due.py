"""Steps whose day has come: ready, held with why, waiting for approval or a decision; and the runs."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.law.vocabulary import NoticeKind
from agency.notices.labels import KINDS as NOTICES
from agency.strategy import progress
from agency.strategy.models import Action
from agency.strategy.queries import actions
from agency.strategy.queries.actions import Due
from agency.strategy.schemas import BatchSchema, PressedSchema
from agency.strategy.services import batches, running
from portal import clock, outbox
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.permissions import Permission
from portal.web import keyset, load, page, say

bp = Blueprint("steps_due", __name__, url_prefix="/steps")


@bp.get("/")
@allow(Permission.SEE_CASES)
def index() -> ResponseReturnValue:
    """One of the lists, what it holds by kind or by bar, and the last runs."""
    words = [which.value for which in Due]
    which = Due(asked) if (asked := request.args.get("list")) in words else Due.READY
    only = request.args.get("only", "")
    narrowed = {"held_by": only} if which is Due.HELD else {"notice_kind": only}
    membership = current_membership()
    return page(
        "agency/strategy/due.html",
        which=which,
        only=only,
        lists=Due,
        found=keyset(actions.due(which, clock.today(), **narrowed), Action.planned_on, Action.id),
        counts=actions.counts(which, clock.today()),
        runs=actions.last_runs(7),
        progress=progress,
        notices=NOTICES,
        today=clock.today(),
        may_send=membership is not None and membership.may(Permission.DISPATCH_NOTICES),
        may_plan=membership is not None and membership.may(Permission.WRITE_STRATEGIES),
        may_approve=membership is not None and membership.may(Permission.ALLOW_PROMISES),
    )


@bp.post("/batch")
@allow(Permission.DISPATCH_NOTICES)
def create_batch() -> ResponseReturnValue:
    """Have the due notices of a kind prepared, to be looked through."""
    kind = load(BatchSchema, page=".index").kind
    batch = batches.make_batch(NoticeKind(kind), clock.today(), by=me())
    say(_("The letters are being made. Look through them before they go out."))
    return redirect(url_for("agency.notices.batch", notice_batch=batch.id))


@bp.post("/run")
@allow(Permission.WRITE_STRATEGIES)
def create_run() -> ResponseReturnValue:
    """Plan all cases again now, for what happened since the night."""
    load(PressedSchema, page=".index")
    running.run_again(clock.today())
    outbox.later("strategy.plan")
    say(_("All cases are being planned anew. This takes a moment."))
    return redirect(url_for(".index"))
