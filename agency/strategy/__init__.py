"""The agency's procedures: what is done next on each case, when, and why not now."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, and say what comes next on a case."""
    from agency.cases.pending import set_next_move
    from agency.strategy import events, history, jobs, reactions, views  # noqa: F401 - register
    from agency.strategy.cli import strategy_cli
    from agency.strategy.models import Changeover, Step, Strategy, StrategyVersion
    from agency.strategy.services.acting import next_move_of

    set_next_move(app, next_move_of)
    web.finds("strategy", Strategy)
    web.finds("strategy_version", StrategyVersion)
    web.finds("strategy_step", Step)
    web.finds("changeover", Changeover)
    for blueprint in (views.bp, views.course.bp, views.due.bp):
        desk.register_blueprint(blueprint)
    slots.add_nav(
        app,
        "staff",
        _("Steps due"),
        "agency.steps_due.index",
        icon="calendar",
        permission=Permission.SEE_CASES,
        order=15,
    )
    slots.add_panel(
        app,
        "case",
        "course",
        _("Procedure"),
        "agency.course.index",
        permission=Permission.SEE_CASES,
        order=5,
    )
    app.cli.add_command(strategy_cli)
    slots.add_nav(
        app,
        "staff",
        _("Strategies"),
        "agency.strategies.index",
        icon="flag",
        permission=Permission.SEE_STRATEGIES,
        order=60,
    )
    slots.add_panel(
        app,
        "creditor",
        "strategies",
        _("Strategies"),
        "agency.strategies.of_creditor",
        permission=Permission.SEE_CREDITORS,
        order=30,
    )
