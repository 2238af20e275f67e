"""The agency's own settings: address, client account, brand, rules of the house."""

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients import queries, services
from agency.clients.schemas import HouseSchema
from agency.clients.services import HouseFacts
from agency.clients.views.posted import posted_logo
from agency.clients.views.reader import seen
from portal import db, slots
from portal.accounts.guards import agency_settings, allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.get("")
@allow(Permission.ADMINISTER)
def show() -> ResponseReturnValue:
    """All settings in one form, and when the accounts behind the money last changed."""
    settings = agency_settings()
    return page(
        "agency/clients/settings.html",
        settings=settings,
        panels=seen(slots.panels("settings")),
        account_changes=queries.account_changes(settings),
    )


@bp.post("")
@allow(Permission.ADMINISTER)
def update() -> ResponseReturnValue:
    """Change them."""
    facts = HouseFacts(**vars(load(HouseSchema(g.agency.country))))
    services.change_house(agency_settings(), facts, logo=posted_logo(), by=me())
    db.session.flush()
    say(_("Saved."))
    return redirect(url_for(".show"))
