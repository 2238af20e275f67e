"""Interest rates that the agency entered itself, because the packs of law do not have them yet."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, and warn on the worklist while a rate is missing."""
    from agency.rates import overview, views, wording  # noqa: F401 - the words of events register
    from agency.rates.models import EnteredRate

    web.finds("rate", EnteredRate)
    desk.register_blueprint(views.bp)
    slots.install(app, "worklist_warnings", overview.warnings)
    slots.add_nav(
        app,
        "staff",
        _("Interest rates"),
        "agency.rates.index",
        icon="chart",
        permission=Permission.ENTER_RATES,
        order=880,
    )
