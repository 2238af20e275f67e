"""Releasing a version, and letting new cases begin with it."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.strategy.models import StrategyVersion
from agency.strategy.overview import ladder_of
from agency.strategy.schemas import ChallengeSchema, PressedSchema
from agency.strategy.services import releasing
from agency.strategy.views.blueprint import bp, to_version
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say

_ONE = "/versions/<uuid:strategy_version>"


@bp.get(f"{_ONE}/release")
@allow(Permission.WRITE_STRATEGIES)
def new_release(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """What is wrong with a draft, or what its release does."""
    return page(
        "agency/strategy/release.html",
        version=strategy_version,
        strategy=strategy_version.strategy,
        ladder=ladder_of(strategy_version),
    )


@bp.post(f"{_ONE}/release")
@allow(Permission.WRITE_STRATEGIES)
def create_release(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """Release it."""
    load(PressedSchema)
    releasing.release(strategy_version, by=me())
    say(_("Released. It stays as it is; now choose which new cases begin with it."))
    return to_version(strategy_version)


@bp.post(f"{_ONE}/lead")
@allow(Permission.WRITE_STRATEGIES)
def create_lead(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """Let new cases begin with it."""
    load(PressedSchema, page=".show_version")
    releasing.lead(strategy_version, by=me())
    say(_("New cases begin with this version. Running cases stay with theirs until you move them."))
    return to_version(strategy_version)


@bp.post(f"{_ONE}/challenge")
@allow(Permission.WRITE_STRATEGIES)
def create_challenge(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """Let some new cases begin with it, to compare."""
    percent = load(ChallengeSchema, page=".show_version").percent
    releasing.challenge(strategy_version, percent, by=me())
    say(_("%(percent)s of a hundred new cases begin with this version.", percent=percent))
    return to_version(strategy_version)
