"""The agency's procedures: what is done next on each case, when, and why not now."""

from flask import Blueprint, Flask


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, and say what comes next on a case."""
    from agency.cases.pending import set_next_move
    from agency.strategy import events, jobs, reactions  # noqa: F401 - register themselves
    from agency.strategy.services.acting import next_move_of

    set_next_move(app, next_move_of)
