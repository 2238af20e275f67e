"""Client money paid out to creditors, with the statement that explains every cent."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.compliance.records import keep
    from agency.remittance import events, jobs, views  # noqa: F401 - some register by import
    from agency.remittance.models import Remittance
    from agency.remittance.personal import RECORDS

    keep(app, RECORDS)
    web.finds("remittance", Remittance)
    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "staff",
        _("Remittances"),
        "agency.remittance.index",
        icon="bank",
        permission=Permission.SEE_MONEY,
        order=40,
    )
    slots.add_panel(
        app,
        "creditor",
        "remittances",
        _("Remittances"),
        "agency.remittance.panel",
        permission=Permission.SEE_MONEY,
        order=40,
    )
