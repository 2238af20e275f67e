"""Payment plans: what a debtor pays when, agreed within limits, and held against the books."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, and say that a plan is waited for and stands in the way of chasing."""
    from agency.cases import guard, pending
    from agency.cases.filed import add_source as add_files
    from agency.compliance.contacts import add_source
    from agency.compliance.records import keep
    from agency.plans import events, jobs, mails, queries, reactions, referral_mails, views  # noqa: F401 - register
    from agency.plans.bars import PROPOSED, REFERRED, RUNNING, SETTLING
    from agency.plans.filed import SETTLED, SOURCE
    from agency.plans.models import Plan, Referral, Settlement
    from agency.plans.personal import RECORDS
    from agency.plans.services.next_moves import pending_of

    guard.add_bar(app, RUNNING, PROPOSED, SETTLING, REFERRED)
    pending.add_source(app, pending_of, of=(Plan, Settlement, Referral), arranges=True)
    add_source(app, queries.reminded)
    add_files(app, SOURCE)
    add_files(app, SETTLED)
    keep(app, RECORDS)
    web.finds("plan", Plan)
    web.finds("settlement", Settlement)
    web.finds("referral", Referral)
    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "staff",
        _("Payment plans"),
        "agency.plans.plans",
        icon="calendar",
        permission=Permission.SEE_CASES,
        order=35,
    )
    slots.add_panel(
        app,
        "case",
        "plan",
        _("Payment plan"),
        "agency.plans.index",
        permission=Permission.SEE_CASES,
        order=20,
    )
    slots.add_panel(
        app,
        "creditor",
        "plan_terms",
        _("Limits of payment plans"),
        "agency.plans.show_terms",
        permission=Permission.SEE_CREDITORS,
        order=40,
    )
