"""How soon messages are answered: a part of the agency's settings."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.messages import queries, services
from agency.messages.schemas import SettingsSchema
from agency.messages.views.blueprint import settings_bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say


@settings_bp.get("")
@allow(Permission.ADMINISTER)
def edit_settings() -> ResponseReturnValue:
    """What holds now, to change it."""
    return page("agency/messages/settings.html", settings=queries.settings())


@settings_bp.post("")
@allow(Permission.ADMINISTER)
def update_settings() -> ResponseReturnValue:
    """Change it; messages that wait keep their deadline."""
    services.set_answer_days(load(SettingsSchema).answer_days, by=me())
    say(_("Saved."))
    return redirect(url_for("agency.settings.show"))
