"""The way in: which agency, which link, the light check, and what every answer carries."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext, refresh
from flask_wtf.csrf import CSRFError, ValidationError, validate_csrf
from sqlalchemy import select

from portal import db
from portal.accounts.guards import agency_settings
from portal.accounts.models import Agency
from portal.errors import NotFound
from portal.i18n import LOCALES, region, written_for
from portal.limits import limiter
from portal.pay import visits
from portal.pay.desk import desk
from portal.pay.views import bp
from portal.tenancy import act_for
from portal.web import FormState, page, public

CARD_PAGE = "https://checkout.stripe.com"
LONGEST_ANSWER = 100
LEFT_FILES = "left_files"
_OWN = ("csrf_token", "answer", "next")

View = Callable[..., ResponseReturnValue]


@bp.before_request
@limiter.shared_limit("120/minute", scope="pay")
def arrive() -> None:
    """Act for the agency of the address, and find the link; NotFound when it opens nothing."""
    prove_form()
    place = request.view_args or {}
    agency = db.session.scalars(
        select(Agency).where(Agency.slug == place["slug"], Agency.closed_at.is_(None))
    ).one_or_none()
    if agency is None:
        raise NotFound
    act_for(agency.id)
    g.agency = agency
    g.door = desk().door(place["code"])
    g.form_targets = (card_page(),)
    if "lang" not in request.args and session.get("locale") not in LOCALES:
        g.locale = written_for(g.door.locale)
        refresh()


@bp.url_defaults
def stay_on_this_link(_endpoint: str, values: dict[str, Any]) -> None:
    """Addresses of these pages are those of the same link."""
    for name in ("slug", "code"):
        if request and name in (request.view_args or {}):
            values.setdefault(name, (request.view_args or {})[name])


@bp.after_request
def tell_nobody(response: Response) -> Response:
    """The address opens a case: it is neither passed on nor indexed nor kept."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.errorhandler(NotFound)
def show_link_over(_error: NotFound) -> ResponseReturnValue:
    """The same page for a link that never was, is too old or was revoked."""
    db.roll_back()
    house = agency_settings() if g.get("agency") else None
    return page("portal/pay/over.html", house=house, link_works="door" in g), 404


def behind_the_check(view: View) -> View:
    """Let through who passed the light check in this browser. Ask all others, and lose nothing."""

    @public
    @wraps(view)
    def call(code: str, **arguments: Any) -> ResponseReturnValue:
        arguments.pop("slug", None)
        if not visits.is_in(code):
            if request.method != "POST":
                return redirect(url_for("pay.show", next=request.path))
            if "answer" not in request.form:
                return show_door(with_what_was_sent=True), 403
            if wrong := tried(code, request.form["answer"]):
                g.form_state = FormState({"answer": [wrong]})
                return show_door(with_what_was_sent=True), 422
        visits.let_in(code)
        return view(code=code, **arguments)

    return call


def show_door(*, with_what_was_sent: bool = False) -> str:
    """The one short question. What was sent already goes along, and is done after the answer."""
    sent = _sent() if with_what_was_sent else []
    return page(
        "portal/pay/door.html",
        house=agency_settings(),
        door=g.door,
        again_at=_time(g.door.locked_until) if g.door.locked_until else "",
        action=request.path if with_what_was_sent else url_for("pay.show"),
        next_url=request.args.get("next") or request.form.get("next", ""),
        sent=sent,
    )


def tried(code: str, answer: str) -> str:
    """Try an answer: what to say of it; nothing when it is right."""
    if not (answer := answer.strip()[:LONGEST_ANSWER]):
        return str(gettext("Fill this in."))
    attempt = desk().check(code, answer)
    if attempt.is_right:
        return ""
    db.roll_back()  # What was read before the answer was counted is old.
    g.door = desk().door(code)
    if attempt.locked_until:
        at = _time(attempt.locked_until)
        return str(gettext("That is not right. You can try again from %(time)s.", time=at))
    return str(
        ngettext(
            "That is not right. You can try %(num)d more time.",
            "That is not right. You can try %(num)d more times.",
            attempt.tries_left,
        )
    )


def after_the_check() -> str:
    """The page of this link that was wanted, or its first one."""
    first, wanted = url_for("pay.show"), request.form.get("next", "")
    return wanted if wanted.startswith(f"{first}/") and wanted.isascii() else first


def _sent() -> list[tuple[str, str]]:
    """What a form sent, to send it once more; of files only that there were some."""
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN]
    has_files = any(file.filename for file in request.files.values())
    return [*sent, (LEFT_FILES, "1")] if has_files else sent


def card_page() -> str:
    """Where paying leads on to; a browser follows a form to no other place."""
    own = urlsplit(current_app.extensions["settings"].stripe_api_base)
    return f"{own.scheme}://{own.netloc}" if own.netloc else CARD_PAGE


def _time(at: datetime) -> str:
    zone = ZoneInfo(g.agency.time_zone)
    return format_datetime(at.astimezone(zone), "EEEE HH:mm", locale=region())


def prove_form() -> None:
    """A form is sent from our own page, by its token.

    The common check also wants a Referer where there is TLS, which these pages never send.
    """
    if request.method != "POST" or not current_app.config.get("WTF_CSRF_ENABLED", True):
        return
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError as error:
        raise CSRFError(error.args[0]) from None
