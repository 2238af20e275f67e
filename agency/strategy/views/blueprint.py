"""Where the pages of strategies stand, and what they share."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from agency.strategy.models import StrategyVersion
from portal.accounts.guards import current_membership
from portal.accounts.permissions import Permission
from portal.errors import NotFound

bp = Blueprint("strategies", __name__, url_prefix="/strategies")


@bp.before_request
def must_belong_together() -> None:
    """A version of another strategy, or a step of another version, is not there."""
    place = request.view_args or {}
    version, step = place.get("strategy_version"), place.get("strategy_step")
    if version and "strategy" in place and version.strategy_id != place["strategy"].id:
        raise NotFound
    if step and (version is None or step.version_id != version.id):
        raise NotFound


def may_write() -> bool:
    """Whether the reader may change strategies."""
    return _may(Permission.WRITE_STRATEGIES)


def may_see() -> bool:
    """Whether the reader may open the pages of strategies."""
    return _may(Permission.SEE_STRATEGIES)


def to_version(version: StrategyVersion) -> ResponseReturnValue:
    """Back to the page of a version."""
    return redirect(url_for("agency.strategies.show_version", strategy_version=version.id))


def _may(permission: Permission) -> bool:
    membership = current_membership()
    return membership is not None and membership.may(permission)
