"""Moving running cases to another version: the preview, the move, and how far it is."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.notices.schemas import id_in
from agency.strategy import wording
from agency.strategy.carrying import carried, passed_over
from agency.strategy.models import Changeover, StrategyVersion
from agency.strategy.overview import done_through
from agency.strategy.queries import changeovers, versions
from agency.strategy.queries.changeovers import Move
from agency.strategy.schemas import ChangeoverSchema, PressedSchema
from agency.strategy.services import changing_over
from agency.strategy.views.blueprint import bp, may_write
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.progress import pace
from portal.web import get, is_fragment, load, page, say

_ONE = "/versions/<uuid:strategy_version>/changeover"
_MADE = "/changeovers/<uuid:changeover>"


@bp.get(_ONE)
@allow(Permission.WRITE_STRATEGIES)
def new_changeover(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """How many cases follow which version, and what moving those of one would change."""
    strategy = strategy_version.strategy
    others = _sources(strategy_version)
    old = next((each for each in others if str(each.id) == request.args.get("from")), None)
    undoes = _undone(id_in(request.args.get("undo", "")))
    move = Move(old, strategy_version, _places(old, strategy_version), undoes) if old else None
    return page(
        "agency/strategy/changeover.html",
        version=strategy_version,
        strategy=strategy,
        others=others,
        following=versions.following([each.id for each in others]),
        old=old,
        move=move,
        places=move.places if move else (),
        passed_over=_passed_over(move) if move else [],
        done=done_through(old) if old else [],
        stands=done_through(strategy_version),
        preview=changeovers.preview(move, clock.today()) if move else None,
        running=changeovers.running_changeover(strategy.id, *([old.strategy_id] if old else [])),
        turns=wording.TURNS,
        refusals=wording.REFUSALS,
        words=wording,
    )


@bp.post(_ONE)
@allow(Permission.WRITE_STRATEGIES)
def create_changeover(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """Begin to move them; the rest is done in the background."""
    typed = load(ChangeoverSchema)
    old = next((each for each in _sources(strategy_version) if each.id == typed.old), None)
    if old is None:
        raise NotFound
    move = Move(old, strategy_version, tuple(typed.places), _undone(typed.undoes))
    made = changing_over.begin(move, typed.why, by=me())
    return _to(made)


@bp.get(_MADE)
@allow(Permission.SEE_STRATEGIES)
def show_changeover(changeover: Changeover) -> ResponseReturnValue:
    """How far the move is."""
    context = {
        "it": changeover,
        "pace": pace(changeover.moved, changeover.cases, since=changeover.asked_at),
        "may_write": may_write(),
    }
    if is_fragment():
        return page("agency/strategy/_changing.html", **context)
    return page("agency/strategy/changing.html", **context)


@bp.post(f"{_MADE}/stop")
@allow(Permission.WRITE_STRATEGIES)
def create_stop(changeover: Changeover) -> ResponseReturnValue:
    """Let the rest stay where it is, for now."""
    load(PressedSchema, page=".show_changeover")
    changing_over.stop(changeover, by=me())
    return _to(changeover)


@bp.post(f"{_MADE}/stop/delete")
@allow(Permission.WRITE_STRATEGIES)
def delete_stop(changeover: Changeover) -> ResponseReturnValue:
    """Go on."""
    load(PressedSchema, page=".show_changeover")
    changing_over.resume(changeover, by=me())
    return _to(changeover)


@bp.post(f"{_MADE}/end")
@allow(Permission.WRITE_STRATEGIES)
def create_end(changeover: Changeover) -> ResponseReturnValue:
    """Leave the rest where it is, for good."""
    load(PressedSchema, page=".show_changeover")
    changing_over.end(changeover, by=me())
    say(_("The other cases stay with their version."))
    return _to(changeover)


def _sources(version: StrategyVersion) -> list[StrategyVersion]:
    """The versions whose cases may go over: those of the same strategy first, then of others."""
    strategy = version.strategy
    own = [each for each in strategy.versions if each.id != version.id and not each.is_draft]
    return [*own, *changeovers.sources(strategy)]


def _undone(changeover_id: uuid.UUID | None) -> Changeover | None:
    return get(Changeover, changeover_id) if changeover_id else None


def _passed_over(move: Move) -> list[str]:
    """The letters that cases would not get, by how far they are."""
    steps = versions.steps_of(move.old), versions.steps_of(move.new)
    return [
        ", ".join(map(wording.notice, kinds)) for kinds in passed_over(*steps, list(move.places))
    ]


def _places(old: StrategyVersion, new: StrategyVersion) -> tuple[int, ...]:
    """Where cases are to stand: as was chosen, or else behind what they have done."""
    proposed = carried(versions.steps_of(old), versions.steps_of(new))
    most = max((step.position for step in versions.steps_of(new)), default=0)
    chosen = [request.args.get(f"place_{i}", place, type=int) for i, place in enumerate(proposed)]
    return (0, *(min(max(place, 0), most) for place in chosen[1:]))


def _to(changeover: Changeover) -> ResponseReturnValue:
    return redirect(url_for(".show_changeover", changeover=changeover.id))
