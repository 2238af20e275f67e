"""Every change is an event: who, when, what, before and after. Added to, never changed."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext

from portal import slots
from portal.accounts.permissions import Permission


def init_app(app: Flask) -> None:
    """Make sealing known to workers and the scheduler."""
    from portal.audit import jobs  # noqa: F401 - registering is all that importing it does


def join(app: Flask, desk: Blueprint) -> None:
    """Stand on the staff's desk and in its navigation."""
    from portal.audit import views

    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "staff",
        lazy_gettext("Audit trail"),
        f"{desk.name}.audit.index",
        icon="history",
        permission=Permission.SEE_AUDIT,
        order=910,
    )
