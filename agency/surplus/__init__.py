"""What debtors paid too much: asked what becomes of it, used for their other cases, or paid back."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, and see to it that nothing is forgotten."""
    from agency.cases import pending
    from agency.compliance.records import keep
    from agency.payments.models import SurplusMove
    from agency.surplus import jobs, reactions, views, wording  # noqa: F401 - register
    from agency.surplus.next_moves import pending_of
    from agency.surplus.personal import RECORDS

    pending.add_source(app, pending_of)
    keep(app, RECORDS)
    web.finds("surplus_move", SurplusMove)
    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "staff",
        _("Paid too much"),
        "agency.surplus.index",
        icon="refresh",
        permission=Permission.SETTLE_SURPLUS,
        order=53,
    )
    slots.add_panel(
        app,
        "settings",
        "surplus",
        _("Paid too much"),
        "agency.surplus.edit_settings",
        permission=Permission.ADMINISTER,
        order=15,
    )
