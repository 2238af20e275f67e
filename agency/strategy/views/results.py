"""What strategies bring: one version against another, and steps followed against departed from."""

from flask.typing import ResponseReturnValue

from agency.strategy import wording
from agency.strategy.kinds import Arm
from agency.strategy.models import Strategy
from agency.strategy.proportions import LEAST_CASES, difference
from agency.strategy.queries import results
from agency.strategy.views.blueprint import bp
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.web import page


@bp.get("/<uuid:strategy>/results")
@allow(Permission.WRITE_STRATEGIES)
def show_results(strategy: Strategy) -> ResponseReturnValue:
    """The figures of each arm, and of cases with and without departures."""
    compared = results.by_arm(strategy)
    champion, challenger = (compared.arms.get(arm) for arm in Arm)
    return page(
        "agency/strategy/results.html",
        strategy=strategy,
        compared=compared,
        versions={each.arm: each.version.number for each in strategy.in_force},
        difference=difference(challenger.payers, champion.payers)
        if champion and challenger
        else None,
        departures=sorted(results.by_departure(strategy).items()),
        least=LEAST_CASES,
        words=wording,
    )
