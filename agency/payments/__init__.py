"""Money that comes in: card and bank payments, their allocation and their refunds."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Listen to the card provider, and show payments on the case page."""
    from agency.cases import pending
    from agency.cases.guard import add_bar
    from agency.compliance.records import keep
    from agency.payments import (  # noqa: F401 - jobs and mails register, sharing anew listens
        jobs,
        mails,
        reallocating,
        views,
        webhooks,
    )
    from agency.payments.bars import UNDERWAY
    from agency.payments.models import Chargeback, GuestLink, Payment, RefundWish
    from agency.payments.next_moves import pending_of
    from agency.payments.personal import RECORDS
    from portal.csrf import csrf

    add_bar(app, UNDERWAY)
    pending.add_source(app, pending_of, of=(Chargeback,))
    csrf.exempt(webhooks.bp)
    app.register_blueprint(webhooks.bp)
    keep(app, RECORDS)
    web.finds("payment", Payment)
    web.finds("chargeback", Chargeback)
    web.finds("guest_link", GuestLink)
    web.finds("refund_wish", RefundWish)
    desk.register_blueprint(views.bp)
    slots.add_panel(
        app,
        "case",
        "payments",
        _("Payments"),
        "agency.payments.index",
        permission=Permission.SEE_CASES,
        order=30,
    )
    slots.add_nav(
        app,
        "staff",
        _("Card provider"),
        "agency.payments.statement",
        icon="card",
        permission=Permission.SEE_MONEY,
        order=55,
    )
    slots.add_panel(
        app,
        "settings",
        "stripe",
        _("Card payments"),
        "agency.payments.provider",
        permission=Permission.ADMINISTER,
        order=10,
    )
