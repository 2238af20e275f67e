"""What the creditor was paid, and from what."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from creditor.statements import views

    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "creditor",
        _("Statements"),
        "creditor.statements.index",
        icon="receipt",
        permission=Permission.SEE_STATEMENTS,
        order=40,
    )
