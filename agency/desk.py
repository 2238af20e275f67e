"""The staff's desk: one blueprint behind one guard, filled by the slices from low to high."""

from collections.abc import Iterator

from flask import Blueprint, Flask, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from agency import (
    audit,
    autopay,
    awards,
    budgets,
    cases,
    charges,
    clients,
    compliance,
    contacts,
    corrections,
    enclosures,
    files,
    guarantors,
    ledger,
    legal_position,
    messages,
    notes,
    notices,
    payer_desk,
    payments,
    plans,
    rates,
    remittance,
    short_answers,
    strategy,
    surplus,
    worklist,
)
from agency.law.cli import law_cli
from portal import slots
from portal.accounts import people
from portal.accounts.guards import Desk, allow, current_membership, guard
from portal.accounts.permissions import Permission, Role
from portal.errors import NotFound

SLICES = (
    ledger,
    clients,
    rates,
    enclosures,
    cases,
    charges,
    compliance,
    legal_position,
    payments,
    surplus,
    corrections,
    files,
    awards,
    notices,
    notes,
    contacts,
    short_answers,
    messages,
    budgets,
    plans,
    guarantors,
    autopay,
    remittance,
    strategy,
    worklist,
    audit,
)

FIRST_PAGES = {
    Role.COLLECTOR: ("agency.worklist.index",),
    Role.MANAGER: ("agency.worklist.index",),
    Role.ADMIN: ("agency.creditors.index",),
    Role.LAWYER: ("agency.notices.releases",),
    Role.FINANCE: ("agency.remittance.index", "agency.ledger.index"),
}
"""Where people of a role begin; the others with the cases."""


def init_app(app: Flask) -> None:
    """Fill the desk and open it."""
    desk = Blueprint("agency", __name__, url_prefix="/agency")
    guard(desk, Desk.STAFF)
    for part in SLICES:
        part.init_app(app, desk)
    people.join(app, desk, Desk.STAFF)
    payer_desk.init_app(app)
    app.cli.add_command(law_cli)
    desk.add_url_rule("/", "start", start)
    app.register_blueprint(desk)


@allow(Permission.ENTER_AGENCY)
def start() -> ResponseReturnValue:
    """Send people to the page that their work begins with: the first that they may open."""
    membership = current_membership()
    for endpoint in _first_pages(Role(membership.role)) if membership else ():
        view = current_app.view_functions.get(endpoint)
        needed: Permission | None = getattr(view, "permission", None)
        if membership and needed and membership.may(needed):
            return redirect(url_for(endpoint))
    raise NotFound


def _first_pages(role: Role) -> Iterator[str]:
    yield from FIRST_PAGES.get(role, ())
    yield "agency.cases.index"
    yield from (
        item.endpoint
        for item in sorted(slots.of().nav, key=lambda i: i.order)
        if item.desk == "staff"
    )
