"""Doors beside the debtor's own: for somebody with a link for one thing only, and no light check."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, request, session
from flask.typing import ResponseReturnValue
from flask_babel import refresh
from sqlalchemy import select

from portal import db
from portal.accounts.guards import agency_settings
from portal.accounts.models import Agency
from portal.errors import NotFound
from portal.i18n import LOCALES, written_for
from portal.limits import limiter
from portal.pay.views.doorway import card_page, prove_form, tell_nobody
from portal.tenancy import act_for
from portal.web import page


def side_door(name: str, locale_of: Callable[[str], str]) -> Blueprint:
    """A blueprint at `/<name>/<slug>/<code>`; a code that opens nothing is a page of its own."""
    bp = Blueprint(name, __name__, url_prefix=f"/{name}/<slug>/<code>")

    @bp.before_request
    @limiter.shared_limit("60/minute", scope=name)
    def arrive() -> None:
        prove_form()
        place = request.view_args or {}
        agency = db.session.scalars(
            select(Agency).where(Agency.slug == place["slug"], Agency.closed_at.is_(None))
        ).one_or_none()
        if agency is None:
            raise NotFound
        act_for(agency.id)
        g.agency = agency
        g.form_targets = (card_page(),)
        locale = locale_of(place["code"])
        if "lang" not in request.args and session.get("locale") not in LOCALES:
            g.locale = written_for(locale)
            refresh()

    @bp.url_defaults
    def stay_on_this_link(_endpoint: str, values: dict[str, Any]) -> None:
        for part in ("slug", "code"):
            if request and part in (request.view_args or {}):
                values.setdefault(part, (request.view_args or {})[part])

    @bp.errorhandler(NotFound)
    def show_link_over(_error: NotFound) -> ResponseReturnValue:
        db.roll_back()
        house = agency_settings() if g.get("agency") else None
        return page("portal/pay/over.html", house=house, link_works=False), 404

    bp.after_request(tell_nobody)
    return bp
