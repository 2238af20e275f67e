"""Claims that a creditor hands over: by form, file or electronic invoice, checked row by row."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.compliance.records import keep
    from creditor.intake import events, jobs, views, wording  # noqa: F401 - two register by import
    from creditor.intake.models import Batch, Row
    from creditor.intake.personal import RECORDS

    keep(app, RECORDS)
    web.finds("batch", Batch)
    web.finds("row", Row)
    app.jinja_env.globals.update(batch_badge=wording.state_badge, batch_sources=wording.SOURCES)
    for blueprint in views.BLUEPRINTS:
        desk.register_blueprint(blueprint)
    slots.add_nav(
        app,
        "creditor",
        _l("Hand over"),
        "creditor.claims.index",
        icon="upload",
        permission=Permission.HAND_OVER_CLAIMS,
        order=20,
    )
