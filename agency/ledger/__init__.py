"""The agency's double-entry journal: added to, never changed."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.ledger import jobs, views  # noqa: F401 - jobs register themselves
    from agency.ledger.models import Account, Entry

    web.finds("entry", Entry)
    web.finds("account", Account)
    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "staff",
        _("Ledger"),
        "agency.ledger.index",
        icon="list",
        permission=Permission.SEE_MONEY,
        order=50,
    )
