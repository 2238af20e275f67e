"""Short answers: words that staff write again and again, ready to begin a message with."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.short_answers import events, views  # noqa: F401 - the words of events register
    from agency.short_answers.models import ShortAnswer

    web.finds("short_answer", ShortAnswer)
    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "staff",
        _("Short answers"),
        "agency.short_answers.index",
        icon="message",
        permission=Permission.WRITE_TEMPLATES,
        order=24,
    )
