"""Payment plans on a creditor's claims: its own limits, and what it is asked to allow beyond them."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from portal import slots
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from creditor.plans import views

    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "creditor",
        _l("Payment plans"),
        "creditor.plans.index",
        icon="calendar",
        permission=Permission.SEE_OWN_CASES,
        order=35,
    )
