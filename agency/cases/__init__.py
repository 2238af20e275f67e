"""Debtors, claims and the cases they are worked in."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.cases import (  # noqa: F401 - jobs and mails register themselves
        guard,
        jobs,
        mails,
        views,
    )
    from agency.cases.models import Case, Claim, DebtorRequest
    from agency.cases.told import told

    app.add_template_filter(told, "told")
    guard.add_bar(app, *guard.own_bars())
    web.finds("case", Case)
    web.finds("claim", Claim)
    web.finds("debtor_request", DebtorRequest)
    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "staff",
        _("Cases"),
        "agency.cases.index",
        icon="folder",
        permission=Permission.SEE_CASES,
        order=10,
    )
    slots.add_panel(
        app,
        "case",
        "related",
        _("Same debtor elsewhere"),
        "agency.cases.related",
        permission=Permission.WORK_CASES,
        order=90,
        is_open=False,
    )
