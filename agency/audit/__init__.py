"""The audit trail as the agency reads it. It is written by everybody, through portal.audit."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext

from portal import slots
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.audit import views

    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "staff",
        lazy_gettext("Audit trail"),
        "agency.audit.index",
        icon="history",
        permission=Permission.SEE_AUDIT,
        order=910,
    )
