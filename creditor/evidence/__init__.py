"""The documents that prove a claim."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, let documents follow their rows, and show debtors what they may see."""
    from creditor.evidence import events, services, views  # noqa: F401 - events register by import
    from creditor.evidence.models import Document
    from creditor.intake.signals import rows_placed

    web.finds("document", Document)
    rows_placed.connect(services.follow_claims)
    slots.install(app, "case_documents", services.ForDebtors())
    app.register_blueprint(views.staff)
    desk.register_blueprint(views.own)
    slots.add_panel(
        app,
        "case",
        "evidence",
        _("Evidence"),
        "evidence.panel",
        permission=Permission.SEE_CASES,
        order=20,
    )
