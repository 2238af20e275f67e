"""Income and outgo of a debtor's household, asked with consent: what an instalment may be."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk: a folded part of the case page, and the agency's share among the settings."""
    from agency.budgets import events, views  # noqa: F401 - the words of events register
    from agency.budgets.models import Budget
    from agency.budgets.personal import RECORDS
    from agency.compliance.records import keep

    keep(app, RECORDS)
    web.finds("budget", Budget)
    desk.register_blueprint(views.bp)
    slots.add_panel(
        app,
        "case",
        "budget",
        _("Income and outgo"),
        "agency.budgets.index",
        permission=Permission.WORK_CASES,
        order=21,
        is_open=False,
    )
    slots.add_panel(
        app,
        "settings",
        "bearable",
        _("What debtors can bear"),
        "agency.budgets.show_share",
        permission=Permission.ADMINISTER,
        order=40,
    )
