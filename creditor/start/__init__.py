"""The first page of a creditor: what waits for it, how its money and its cases stand."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from portal import slots
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk as its front door."""
    from creditor.start import views

    desk.add_url_rule("/", "start", views.start)
    slots.add_nav(
        app,
        "creditor",
        _l("Overview"),
        "creditor.start",
        icon="home",
        permission=Permission.SEE_OWN_CASES,
        order=10,
    )
