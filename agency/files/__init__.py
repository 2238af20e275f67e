"""All files of a case in one list, and those that staff put there themselves."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, as a part of the case page that is loaded when somebody opens it."""
    from agency.cases import filed
    from agency.compliance.records import keep
    from agency.files import events, views  # noqa: F401 - the words of events register
    from agency.files.models import CaseFile
    from agency.files.personal import RECORDS
    from agency.files.sources import SOURCES

    keep(app, RECORDS)
    web.finds("case_file", CaseFile)
    for source in SOURCES:
        filed.add_source(app, source)
    desk.register_blueprint(views.bp)
    slots.add_panel(
        app,
        "case",
        "files",
        _("Files"),
        "agency.files.index",
        permission=Permission.SEE_CASES,
        order=14,
        is_open=False,
    )
