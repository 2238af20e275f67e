"""A creditor's own cases: where each stands, whose move it is, and what came in."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from portal import slots
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from creditor.cases import views

    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "creditor",
        _l("Cases"),
        "creditor.cases.index",
        icon="folder",
        permission=Permission.SEE_OWN_CASES,
        order=30,
    )
