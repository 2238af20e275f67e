"""Costs that a court awarded: entered from the judgment, approved, owed, and taken back on appeal."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, as a part of the case page."""
    from agency.awards import reactions, views, wording  # noqa: F401 - they register themselves
    from agency.awards.models import CourtAward
    from agency.awards.next_moves import pending_of
    from agency.awards.personal import RECORDS
    from agency.cases import pending
    from agency.compliance.records import keep

    pending.add_source(app, pending_of, of=(CourtAward,))
    keep(app, RECORDS)
    web.finds("court_award", CourtAward)
    desk.register_blueprint(views.bp)
    desk.register_blueprint(views.settings)
    slots.add_panel(
        app,
        "case",
        "awards",
        _("Costs awarded by a court"),
        "agency.awards.index",
        permission=Permission.SEE_CASES,
        order=42,
        is_open=False,
    )
    slots.add_panel(
        app,
        "settings",
        "awards",
        _("Costs awarded by a court"),
        "agency.award_settings.edit_limit",
        permission=Permission.ADMINISTER,
        order=16,
    )
