"""What a creditor was paid, and what is held for it: every cent followed back to payments."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.remittance.models import Remittance
    from creditor.statements import views

    web.finds("remittance", Remittance)
    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "creditor",
        _l("Statements"),
        "creditor.statements.index",
        icon="receipt",
        permission=Permission.SEE_STATEMENTS,
        order=40,
    )
