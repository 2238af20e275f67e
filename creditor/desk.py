"""The creditors' desk: one blueprint behind one guard, filled by the slices."""

from flask import Blueprint, Flask

from creditor import (
    cases,
    evidence,
    files,
    guarantees,
    intake,
    messages,
    plans,
    start,
    statements,
)
from portal.accounts import people
from portal.accounts.guards import Desk, guard

SLICES = (intake, evidence, messages, guarantees, cases, files, plans, statements, start)


def init_app(app: Flask) -> None:
    """Fill the desk and open it."""
    desk = Blueprint("creditor", __name__, url_prefix="/creditor")
    guard(desk, Desk.CREDITOR)
    for part in SLICES:
        part.init_app(app, desk)
    people.join(app, desk, Desk.CREDITOR)
    app.register_blueprint(desk)
