"""A forgotten password: asking for the link, and using it."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import services
from portal.accounts.links import user_of_password_token
from portal.accounts.schemas import EmailSchema, NewPasswordSchema
from portal.accounts.views import bp
from portal.errors import Refused
from portal.limits import limiter
from portal.web import load, page, public, say


@bp.get("/password/forgotten")
@public
def forgotten_password() -> ResponseReturnValue:
    """For which address?"""
    return page("portal/accounts/forgotten.html")


@bp.post("/password/forgotten")
@limiter.limit("10/minute;30/hour")
@public
def ask_password_link() -> ResponseReturnValue:
    """The same answer, whether there is such a login or not."""
    services.ask_password_link(load(EmailSchema).email)
    return page("portal/accounts/forgotten_sent.html")


@bp.get("/password/new/<token>")
@public
def new_password(token: str) -> ResponseReturnValue:
    """Choose a new one."""
    user = user_of_password_token(token)
    if user is None:
        return page("portal/accounts/link_over.html"), 410
    return page("portal/accounts/new_password.html", user=user)


@bp.post("/password/new/<token>")
@limiter.limit("20/minute")
@public
def set_new_password(token: str) -> ResponseReturnValue:
    """From now on this is the password."""
    user = user_of_password_token(token)
    if user is None:
        raise Refused(gettext("This link was used already or is too old. Ask for a new one."))
    services.reset_password(user, load(NewPasswordSchema).password)
    say(gettext("Your password is changed. Sign in with it."))
    return redirect(url_for(".login"))
