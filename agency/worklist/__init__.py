"""The collector's day: what is done next, why, and when; who has which case open."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, and tell the case page where a case stands."""
    from agency.worklist import events, jobs, reactions, views  # noqa: F401 - register themselves
    from agency.worklist.desk import place_on_list
    from agency.worklist.models import AssignmentRule

    desk.register_blueprint(views.bp)
    desk.register_blueprint(views.people)
    desk.register_blueprint(views.settings)
    web.finds("assignment_rule", AssignmentRule)
    slots.install(app, "place_on_list", place_on_list)
    slots.add_nav(
        app,
        "staff",
        _("Worklist"),
        "agency.worklist.index",
        icon="list",
        permission=Permission.WORK_CASES,
        order=5,
    )
    slots.add_nav(
        app,
        "staff",
        _("Collectors"),
        "agency.collectors.index",
        icon="users",
        permission=Permission.ASSIGN_CASES,
        order=15,
    )
    slots.add_panel(
        app,
        "case",
        "brief",
        _("In brief, for whoever takes over"),
        "agency.worklist.show_brief",
        permission=Permission.WORK_CASES,
        order=80,
        is_open=False,
    )
    slots.add_panel(
        app,
        "settings",
        "peak_hours",
        _("Hours of nothing but calls"),
        "agency.peak_hours.edit_hours",
        permission=Permission.ADMINISTER,
        order=30,
    )
