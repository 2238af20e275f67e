"""The documents that prove a claim."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join both desks, let documents follow their rows, and show debtors what they may see."""
    from agency.compliance.records import keep
    from agency.legal_position.acts import ACKNOWLEDGEMENTS
    from creditor.evidence import events, services, views  # noqa: F401 - events register by import
    from creditor.evidence.models import Document
    from creditor.evidence.personal import RECORDS
    from creditor.intake.documents import PORT
    from creditor.intake.signals import rows_placed

    web.finds("document", Document)
    app.jinja_env.globals["upload_max_mb"] = app.extensions["settings"].upload_max_mb
    keep(app, RECORDS)
    rows_placed.connect(services.follow_claims)
    slots.install(app, "case_documents", services.ForDebtors())
    slots.install(app, PORT, services.ForRows())
    slots.install(app, ACKNOWLEDGEMENTS, services.acknowledgements)
    desk.register_blueprint(views.mine.bp)
    app.register_blueprint(views.staff.bp)
    slots.add_panel(
        app,
        "case",
        "evidence",
        _l("Evidence"),
        "evidence_desk.panel",
        permission=Permission.SEE_CASES,
        order=10,
    )
