"""Contact and consent, and how long data is kept: what debtors declared, what the law makes of it."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.cases.filed import add_source
    from agency.cases.guard import add_bar
    from agency.compliance import events, jobs, views  # noqa: F401 - two register themselves
    from agency.compliance.bars import BARRED
    from agency.compliance.filed import SOURCES
    from agency.compliance.models import DataExport, Declaration, Erasure
    from agency.compliance.own_records import KINDS
    from agency.compliance.records import keep

    add_bar(app, BARRED)
    for source in SOURCES:
        add_source(app, source)
    for kind in KINDS:
        keep(app, kind)
    web.finds("declaration", Declaration)
    web.finds("data_export", DataExport)
    web.finds("erasure", Erasure)
    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "staff",
        _("Retention"),
        "agency.compliance.retention",
        icon="shield",
        permission=Permission.ERASE_DATA,
        order=905,
    )
    slots.add_panel(
        app,
        "case",
        "compliance",
        _("Contact and consent"),
        "agency.compliance.panel",
        permission=Permission.SEE_CASES,
        order=20,
    )
