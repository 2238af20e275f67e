"""Notes on a case: what staff want each other to know, in their own words."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, as a part of the case page."""
    from agency.compliance.records import keep
    from agency.notes import events, views  # noqa: F401 - the words of events register
    from agency.notes.models import Note
    from agency.notes.personal import RECORDS

    keep(app, RECORDS)
    web.finds("note", Note)
    desk.register_blueprint(views.bp)
    slots.add_panel(
        app,
        "case",
        "notes",
        _("Notes"),
        "agency.notes.index",
        permission=Permission.WORK_CASES,
        order=12,
    )
