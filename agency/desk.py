"""The staff's desk: one blueprint behind one guard, filled by the slices from low to high."""

from flask import Blueprint, Flask

from agency import cases, charges, clients, ledger, notices, payer_desk, payments, remittance
from portal import audit
from portal.accounts import people
from portal.accounts.guards import Desk, guard

SLICES = (ledger, clients, cases, charges, payments, notices, remittance)


def init_app(app: Flask) -> None:
    """Fill the desk and open it."""
    desk = Blueprint("agency", __name__, url_prefix="/agency")
    guard(desk, Desk.STAFF)
    for part in SLICES:
        part.init_app(app, desk)
    people.join(app, desk, Desk.STAFF)
    audit.join(app, desk)
    payer_desk.init_app(app)
    app.register_blueprint(desk)
