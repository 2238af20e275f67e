"""How soon messages are answered, and where mail is picked up: parts of the agency's settings."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.messages import queries, services
from agency.messages.schemas import MailboxSchema, SettingsSchema
from agency.messages.views.blueprint import settings_bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say


@settings_bp.get("")
@allow(Permission.ADMINISTER)
def edit_settings() -> ResponseReturnValue:
    """What holds now, to change it."""
    return page("agency/messages/settings.html", settings=queries.settings())


@settings_bp.get("/mailbox")
@allow(Permission.ADMINISTER)
def edit_mailbox() -> ResponseReturnValue:
    """Where mail is picked up, and how that went."""
    return page("agency/messages/mailbox.html", mailbox=services.mailbox())


@settings_bp.post("/mailbox")
@allow(Permission.ADMINISTER)
def update_mailbox() -> ResponseReturnValue:
    """Try it and keep it."""
    given = load(MailboxSchema)
    services.set_mailbox(
        given.host, given.port, given.user_name, given.password, given.folder, by=me()
    )
    say(_("The mailbox opens. What comes in from now on is picked up."))
    return redirect(url_for("agency.settings.show"))


@settings_bp.post("/mailbox/removal")
@allow(Permission.ADMINISTER)
def create_removal() -> ResponseReturnValue:
    """Pick up no more."""
    services.remove_mailbox(by=me())
    say(_("Saved."))
    return redirect(url_for("agency.settings.show"))


@settings_bp.post("")
@allow(Permission.ADMINISTER)
def update_settings() -> ResponseReturnValue:
    """Change it; messages that wait keep their deadline."""
    services.set_answer_days(load(SettingsSchema).answer_days, by=me())
    say(_("Saved."))
    return redirect(url_for("agency.settings.show"))
