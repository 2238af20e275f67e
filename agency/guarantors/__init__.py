"""Somebody who guarantees a payment plan: asked, signed by a link of its own, called upon if it breaks."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, and hold back the plans that wait for a signature."""
    from agency.cases.filed import add_source
    from agency.compliance.records import keep
    from agency.guarantors import jobs, queries, reactions, views, wording  # noqa: F401 - register
    from agency.guarantors.filed import SOURCE
    from agency.guarantors.models import Guarantor
    from agency.guarantors.personal import RECORDS
    from agency.plans.conditions import add_condition

    add_source(app, SOURCE)
    add_condition(app, queries.is_missing)
    keep(app, RECORDS)
    web.finds("guarantor", Guarantor)
    desk.register_blueprint(views.bp)
    slots.add_panel(
        app,
        "case",
        "guarantors",
        _("Guarantor"),
        "agency.guarantors.index",
        permission=Permission.SEE_CASES,
        order=22,
    )
