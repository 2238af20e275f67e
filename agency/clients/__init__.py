"""Creditors with their agreements and tariffs, and the law firms of the agency."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.clients import events, filters, queries, views  # noqa: F401 - events register
    from agency.clients.models import Agreement, Creditor, LawFirm, Lawyer

    web.finds("creditor", Creditor)
    web.finds("agreement", Agreement)
    web.finds("law_firm", LawFirm)
    web.finds("lawyer", Lawyer)
    views.register(desk)
    filters.init_app(app)
    slots.install(app, "creditor_name", queries.creditor_name)
    slots.add_nav(
        app,
        "staff",
        _l("Creditors"),
        "agency.creditors.index",
        icon="building",
        permission=Permission.SEE_CREDITORS,
        order=60,
    )
    slots.add_nav(
        app,
        "staff",
        _l("Law firms"),
        "agency.law_firms.index",
        icon="scale",
        permission=Permission.SEE_CREDITORS,
        order=70,
    )
    slots.add_nav(
        app,
        "staff",
        _l("Settings"),
        "agency.settings.show",
        icon="settings",
        permission=Permission.ADMINISTER,
        order=890,
    )
