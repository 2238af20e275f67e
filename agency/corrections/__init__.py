"""What turned out to be wrong of a claim that is worked: its due date, its amount, all of it."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, as a part of the case page."""
    from agency.compliance.records import keep
    from agency.corrections import views, wording  # noqa: F401 - the words of events register
    from agency.corrections.personal import RECORDS

    keep(app, RECORDS)
    desk.register_blueprint(views.bp)
    slots.add_panel(
        app,
        "case",
        "corrections",
        _("Corrections"),
        "agency.corrections.index",
        permission=Permission.SEE_CASES,
        order=40,
        is_open=False,
    )
