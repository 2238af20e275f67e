"""Contact and consent: what debtors declared about being approached, and what the law makes of it."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.compliance import events, views  # noqa: F401 - events register themselves
    from agency.compliance.models import Declaration

    web.finds("declaration", Declaration)
    desk.register_blueprint(views.bp)
    slots.add_panel(
        app,
        "case",
        "compliance",
        _("Contact and consent"),
        "agency.compliance.panel",
        permission=Permission.SEE_CASES,
        order=20,
    )
