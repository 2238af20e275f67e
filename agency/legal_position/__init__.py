"""What the law says of a case as it stands: what is charged, what is allowed now, and what from when."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the case page."""
    from agency.legal_position import views

    desk.register_blueprint(views.bp)
    slots.add_panel(
        app,
        "case",
        "legal_position",
        _("What the law says"),
        "agency.legal_position.show",
        permission=Permission.SEE_CASES,
        order=5,
        is_open=False,
    )
