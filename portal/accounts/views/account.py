"""One's own account: name and language, password, second factor, signed-in browsers."""

import uuid
from typing import Any

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import browsers, services, sessions
from portal.accounts import second_factor as factor
from portal.accounts.guards import (
    agency_settings,
    current_membership,
    me,
    memberships_of,
    must_set_up_second_factor,
    signed_in,
    signed_in_session,
)
from portal.accounts.schemas import (
    ChangePasswordSchema,
    CodeSchema,
    PasswordSchema,
    ProfileSchema,
    SwitchOffSchema,
)
from portal.accounts.views import bp
from portal.i18n import OFFICE_LOCALES
from portal.web import load, page, say


def _page(name: str, **context: Any) -> str:
    """A page in the frame of one's desk, or without any before one may enter it."""
    membership = current_membership()
    frame = "bare"
    if membership is not None and not must_set_up_second_factor():
        frame = "staff" if membership.is_staff else "creditor"
    return page(f"portal/accounts/{name}.html", frame=f"layouts/{frame}.html", user=me(), **context)


@bp.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """Who I am here."""
    languages = list(OFFICE_LOCALES.items())
    return _page("account", languages=languages, places=len(memberships_of(me().id)))


@bp.post("/account")
@signed_in
def change_account() -> ResponseReturnValue:
    """Another name or language."""
    form = load(ProfileSchema)
    services.change_profile(me(), form.name, form.locale)
    session.pop("locale", None)
    say(gettext("Saved."))
    return redirect(url_for(".account"))


@bp.get("/account/password")
@signed_in
def password() -> ResponseReturnValue:
    """A new password."""
    return _page("password")


@bp.post("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change it; other browsers are signed out."""
    form = load(ChangePasswordSchema)
    services.change_password(me(), form.old_password, form.password, browser=signed_in_session())
    say(gettext("Your password is changed. All other browsers were signed out."))
    return redirect(url_for(".password"))


@bp.get("/account/second-factor")
@signed_in
def second_factor() -> ResponseReturnValue:
    """Set it up, or see that it is."""
    if me().has_second_factor:
        return _page("second_factor", codes_left=factor.recovery_codes_left(me()))
    return _page(
        "second_factor_new",
        secret=factor.offered_secret(me()),
        picture=factor.picture(me()),
        required=_is_required(),
    )


@bp.post("/account/second-factor")
@signed_in
def set_up_second_factor() -> ResponseReturnValue:
    """Switch it on with a first code; the recovery codes are shown this once."""
    codes = services.set_up_second_factor(me(), load(CodeSchema).code, browser=signed_in_session())
    return _page("recovery_codes", codes=codes, is_new=True)


@bp.get("/account/second-factor/recovery-codes")
@signed_in
def recovery_codes() -> ResponseReturnValue:
    """New recovery codes, for the password."""
    return _page("recovery_codes_new")


@bp.post("/account/second-factor/recovery-codes")
@signed_in
def renew_recovery_codes() -> ResponseReturnValue:
    """Make new ones; they are shown this once."""
    codes = services.renew_recovery_codes(me(), load(PasswordSchema).password)
    return _page("recovery_codes", codes=codes, is_new=False)


@bp.get("/account/second-factor/off")
@signed_in
def no_second_factor() -> ResponseReturnValue:
    """Do without it?"""
    return _page("second_factor_off", required=_is_required())


@bp.post("/account/second-factor/off")
@signed_in
def switch_off_second_factor() -> ResponseReturnValue:
    """Do without it."""
    form = load(SwitchOffSchema)
    services.switch_off_second_factor(me(), form.password, form.code)
    say(gettext("The second factor is off. Your password alone opens your login."), "warn")
    return redirect(url_for(".second_factor"))


@bp.get("/account/sessions")
@signed_in
def browser_sessions() -> ResponseReturnValue:
    """Where am I signed in?"""
    return _page(
        "sessions",
        sessions=[(one, browsers.browser_name(one.user_agent)) for one in sessions.alive(me())],
        here=signed_in_session(),
    )


@bp.post("/account/sessions/<uuid:session_id>/end")
@signed_in
def end_session(session_id: uuid.UUID) -> ResponseReturnValue:
    """Sign one browser out."""
    sessions.end(me(), session_id)
    say(gettext("That browser is signed out."))
    return redirect(url_for(".browser_sessions"))


@bp.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """Sign all browsers out but this one."""
    sessions.end_all(me(), but=signed_in_session())
    say(gettext("All other browsers are signed out."))
    return redirect(url_for(".browser_sessions"))


def _is_required() -> bool:
    return current_membership() is not None and agency_settings().second_factor_required
