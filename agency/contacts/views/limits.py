"""How far collectors and debtors may go with a promise: a part of the agency's settings."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.contacts import queries, services
from agency.contacts.schemas import LimitsSchema
from agency.contacts.views.blueprint import settings
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say


@settings.get("")
@allow(Permission.ADMINISTER)
def edit_limits() -> ResponseReturnValue:
    """What holds now, to change it."""
    return page("agency/contacts/limits.html", limits=queries.limits())


@settings.post("")
@allow(Permission.ADMINISTER)
def update_limits() -> ResponseReturnValue:
    """Change it; promises that run stay as they are."""
    given = load(LimitsSchema)
    services.set_limits(given.days, given.percent, by=me())
    say(_("Saved."))
    return redirect(url_for("agency.settings.show"))
