"""Published forms that must go with a notice: the agency sends them in once, letters bind them in."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.enclosures import events, views  # noqa: F401 - the words of events register
    from agency.enclosures.models import Enclosure

    web.finds("enclosure", Enclosure)
    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "staff",
        _("Forms for letters"),
        "agency.enclosures.index",
        icon="file-text",
        permission=Permission.ADMINISTER,
        order=890,
    )
