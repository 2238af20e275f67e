"""Instalments that are taken by themselves, from a card or account that the debtor allowed."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, hear what the provider tells, and say when a plan is at risk."""
    from agency.autopay import jobs, news, reactions, views  # noqa: F401 - register
    from agency.autopay.models import SavedMethod
    from agency.autopay.personal import RECORDS
    from agency.autopay.queries import card_risk
    from agency.autopay.services.next_moves import pending_of
    from agency.cases import pending
    from agency.compliance.records import keep
    from agency.plans.kinds import ANNOUNCED_OTHERWISE, CARD_AT_RISK, CARD_LINK

    slots.install(app, ANNOUNCED_OTHERWISE, reactions.announces)
    slots.install(app, CARD_AT_RISK, card_risk)
    slots.install(app, CARD_LINK, "agency.autopay.create_link")
    pending.add_source(app, pending_of, of=(SavedMethod,))
    keep(app, RECORDS)
    web.finds("saved_method", SavedMethod)
    desk.register_blueprint(views.bp)
    slots.add_panel(
        app,
        "case",
        "autopay",
        _("Instalments taken by themselves"),
        "agency.autopay.index",
        permission=Permission.SEE_CASES,
        order=21,
    )
