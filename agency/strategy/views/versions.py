"""A version of a strategy: its ladder, its file, and how it differs from another."""

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.strategy import wording
from agency.strategy.comparing import differences
from agency.strategy.models import StrategyVersion
from agency.strategy.overview import ladder_of
from agency.strategy.queries import versions
from agency.strategy.schemas import NoteSchema, PressedSchema
from agency.strategy.services import files, writing
from agency.strategy.views.blueprint import bp, may_write, to_version
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say

_ONE = "/versions/<uuid:strategy_version>"


@bp.get(_ONE)
@allow(Permission.SEE_STRATEGIES)
def show_version(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """The version as a ladder, with what the law says of each step."""
    found = ladder_of(strategy_version)
    return page(
        "agency/strategy/version.html",
        version=strategy_version,
        strategy=strategy_version.strategy,
        ladder=found,
        in_force={each.version_id: each for each in strategy_version.strategy.in_force},
        following=versions.following([strategy_version.id])[strategy_version.id],
        own_names_lacking=versions.own_names_lacking(strategy_version),
        words=wording,
        may_write=may_write(),
    )


@bp.get(f"{_ONE}/edit")
@allow(Permission.WRITE_STRATEGIES)
def edit_version(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """The form for what a draft changes, and when a person decides."""
    return page("agency/strategy/note.html", version=strategy_version)


@bp.post(f"{_ONE}/edit")
@allow(Permission.WRITE_STRATEGIES)
def update_version(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """Change it."""
    typed = load(NoteSchema)
    writing.note(strategy_version, typed.note, typed.decide_days, by=me())
    say(_("Saved."))
    return to_version(strategy_version)


@bp.post(f"{_ONE}/delete")
@allow(Permission.WRITE_STRATEGIES)
def delete_version(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """Throw a draft away."""
    load(PressedSchema, page=".show_version")
    strategy_id = strategy_version.strategy_id
    writing.discard_draft(strategy_version, by=me())
    say(_("The draft is gone. What is in force stays as it is."))
    return redirect(url_for(".show", strategy=strategy_id))


@bp.get(f"{_ONE}/file")
@allow(Permission.SEE_STRATEGIES)
def show_file(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """The version as a file, to keep or to take in elsewhere."""
    response = make_response(files.export(strategy_version))
    response.headers["Content-Type"] = "application/toml; charset=utf-8"
    name = f"strategy-v{strategy_version.number}.toml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get(f"{_ONE}/comparison")
@allow(Permission.SEE_STRATEGIES)
def show_comparison(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """What is different in another version, of this strategy or of any other."""
    others = [each for each in versions.to_compare() if each.id != strategy_version.id]
    chosen = request.args.get("with", "")
    other = next((each for each in others if str(each.id) == chosen), None)
    return page(
        "agency/strategy/comparison.html",
        version=strategy_version,
        others=others,
        other=other,
        differences=differences(strategy_version, other) if other else None,
    )
