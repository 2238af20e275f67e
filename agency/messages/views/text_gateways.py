"""Who carries text messages: a part of the agency's settings."""

from flask import current_app, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.messages import services
from agency.messages.schemas import TextGatewaySchema
from agency.messages.views.blueprint import settings_bp
from agency.messages.webhooks import SECRET_HEADER
from portal import crypto
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say


@settings_bp.get("/sms")
@allow(Permission.ADMINISTER)
def edit_text_gateway() -> ResponseReturnValue:
    """Where text messages are handed over, and where the provider brings us some."""
    found = services.text_gateway()
    base = current_app.extensions["settings"].base_url.rstrip("/")
    return page(
        "agency/messages/text_gateway.html",
        gateway=found,
        secret=crypto.unseal(found.secret_sealed) if found else "",
        header_name=SECRET_HEADER,
        incoming_url=base + url_for("text_hooks.create_incoming", slug=g.agency.slug),
        status_url=base + url_for("text_hooks.create_status", slug=g.agency.slug),
    )


@settings_bp.post("/sms")
@allow(Permission.ADMINISTER)
def update_text_gateway() -> ResponseReturnValue:
    """Keep it."""
    given = load(TextGatewaySchema)
    services.set_text_gateway(given.url, given.token, given.sender, by=me())
    say(_("Saved."))
    return redirect(url_for("agency.message_settings.edit_text_gateway"))


@settings_bp.post("/sms/removal")
@allow(Permission.ADMINISTER)
def create_text_removal() -> ResponseReturnValue:
    """Send and take in no more text messages."""
    services.remove_text_gateway(by=me())
    say(_("Saved."))
    return redirect(url_for("agency.settings.show"))
