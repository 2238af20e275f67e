"""What people see when something is refused, missing or broken: what happened and what to do."""

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal import db
from portal.accounts.guards import read_as_nobody
from portal.errors import Invalid, NotFound, Refused
from portal.i18n import said
from portal.web import show_again

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Turn every exception into an answer."""
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotFound, lambda _: _page(404))
    app.register_error_handler(CSRFError, lambda _: _page(400, "expired_form"))
    app.register_error_handler(OperationalError, _away)
    app.register_error_handler(IntegrityError, _crossed)
    app.register_error_handler(StaleDataError, _crossed)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _invalid(error: Invalid) -> ResponseReturnValue:
    db.roll_back()
    if request.is_json:
        errors = {name: [said(each) for each in found] for name, found in error.errors.items()}
        return _problem(422, gettext("Some fields need attention."), errors=errors)
    return show_again(error, 422) or _page(422)


def _refused(error: Refused) -> ResponseReturnValue:
    db.roll_back()
    why = said(error.words)
    if request.is_json:
        return _problem(409, why)
    if request.method == "POST":
        shown = show_again(Invalid({"_schema": [why]}, request.form.to_dict()), 409)
        if shown is not None:
            return shown
    return _page(409, text=why)


def _away(error: OperationalError) -> ResponseReturnValue:
    log.error("database.away", error=type(error.orig).__name__)
    read_as_nobody()
    return _page(503)


def _crossed(error: IntegrityError | StaleDataError) -> ResponseReturnValue:
    """Two people did the same thing at once, and the database let only the first one through."""
    constraint = getattr(getattr(getattr(error, "orig", None), "diag", None), "constraint_name", "")
    log.warning("database.refused", constraint=constraint, error=type(error).__name__)
    return _page(409)


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error.code, int) and error.code >= 400:
        return _page(error.code)
    return error.get_response()


def _broken(error: Exception) -> ResponseReturnValue:
    log.exception("request.broken", error=type(error).__name__, exc_info=error)
    return _page(500)


def _page(code: int, name: str = "", *, text: str = "") -> Response:
    db.roll_back()
    title, default, action = _texts().get(
        name or str(code), _texts()["400" if code < 500 else "500"]
    )
    if request.is_json or request.path.startswith("/webhooks/"):
        return _problem(code, text or title)
    body = render_template(
        "portal/errors/page.html", code=code, title=title, text=text or default, action=action
    )
    return make_response(body, code)


def _problem(code: int, title: str, **facts: object) -> Response:
    response = jsonify({"status": code, "title": title, **facts})
    response.status_code = code
    response.mimetype = "application/problem+json"
    return response


def _texts() -> dict[str, tuple[str, str, str]]:
    _ = gettext
    return {
        "400": (
            _("We could not read that"),
            _("Something in the request was not as expected. Nothing was changed."),
            _("Go back and try again."),
        ),
        "expired_form": (
            _("This form was open too long"),
            _(
                "For your safety a form works only in the session it was opened in. Nothing was changed."
            ),
            _("Go back, reload the page and send it again."),
        ),
        "403": (
            _("Your role does not allow this"),
            _("The page exists, but it is not part of your work here. Nothing was changed."),
            _("Ask an administrator of your organisation if you need it."),
        ),
        "404": (
            _("There is nothing here"),
            _("The address is wrong, or the record is not one of yours."),
            _("Check the address, or start from your own pages."),
        ),
        "405": (
            _("That is not how this page works"),
            _("Nothing was changed."),
            _("Go back and use the buttons on the page."),
        ),
        "409": (
            _("Somebody was just ahead of you"),
            _("What you were changing has been changed in the meantime. Nothing was done twice."),
            _("Reload the page to see how things stand now."),
        ),
        "413": (
            _("That file is too large"),
            _("It was not taken in; nothing else was changed."),
            _("Make it smaller or split it, and try again."),
        ),
        "422": (
            _("Some fields need attention"),
            _("Nothing was changed."),
            _("Go back and correct them."),
        ),
        "429": (
            _("That was too often"),
            _("To protect people's data we slow down repeated attempts. Nothing is lost."),
            _("Wait a few minutes and try again."),
        ),
        "500": (
            _("Something broke on our side"),
            _(
                "What you were doing was not carried out, and nothing is half done. We have been told."
            ),
            _("Try again in a moment. If it stays, tell us the number below."),
        ),
        "503": (
            _("We are away for a moment"),
            _("The portal cannot reach its data right now. Nothing is lost."),
            _("Try again in a minute."),
        ),
    }
