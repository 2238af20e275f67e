"""Signing in and out, and choosing where to work."""

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from portal.accounts import places, services, sessions
from portal.accounts.guards import me, signed_in, signed_in_session
from portal.accounts.links import second_step_token
from portal.accounts.roles import role_label
from portal.accounts.schemas import LoginSchema, MembershipChoiceSchema
from portal.accounts.views import bp
from portal.accounts.views.onward import onward
from portal.crypto import fingerprint
from portal.limits import limiter
from portal.web import load, page, public, say


def _same_email() -> str:
    # The store of the counters learns no address.
    return fingerprint(request.form.get("email", "").strip().lower()).hex()


@bp.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """To one's own desk."""
    return onward()


@bp.get("/login")
@public
def login() -> ResponseReturnValue:
    """Who are you?"""
    if request.method == "GET" and current_user.is_authenticated:
        return onward()
    return page("portal/accounts/login.html")


@bp.post("/login")
@limiter.limit("30/minute;200/hour")
@limiter.limit("10/minute;50/hour", key_func=_same_email)
@public
def create_session() -> ResponseReturnValue:
    """Check the password; let in, or ask for the second factor."""
    form = load(LoginSchema)
    user = services.check_password(form.email, form.password)
    if user.has_second_factor:
        session["second_step"] = second_step_token(user)
        return redirect(url_for(".second_step", next=request.args.get("next")))
    sessions.work_in_only_place(sessions.begin(user))
    return onward()


@bp.post("/logout")
@public
def delete_session() -> ResponseReturnValue:
    """Sign out."""
    sessions.end_this()
    say(gettext("You are signed out."))
    return redirect(url_for(".login"))


@bp.get("/choose")
@signed_in
def choose_membership() -> ResponseReturnValue:
    """Where do you want to work?"""
    return page(
        "portal/accounts/choose.html",
        places=places.of(me()),
        here=signed_in_session(),
        role_label=role_label,
    )


@bp.post("/choose")
@signed_in
def work_there() -> ResponseReturnValue:
    """Work there from now on, in this browser."""
    browser = signed_in_session()
    if browser is not None:
        sessions.work_as(browser, places.find(me(), load(MembershipChoiceSchema).membership))
    return onward()
