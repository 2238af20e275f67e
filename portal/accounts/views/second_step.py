"""The second step of signing in, for those who set it up."""

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import services, sessions
from portal.accounts.links import user_of_second_step_token
from portal.accounts.models import User
from portal.accounts.schemas import CodeSchema
from portal.accounts.views import bp
from portal.accounts.views.onward import onward
from portal.limits import limiter
from portal.web import load, page, public, say


@bp.get("/login/code")
@public
def second_step() -> ResponseReturnValue:
    """The code of the app, please."""
    if _waiting() is None:
        return _once_more()
    return page("portal/accounts/second_step.html")


@bp.post("/login/code")
@limiter.limit("20/minute;100/hour")
@public
def finish_session() -> ResponseReturnValue:
    """Check the code and let in."""
    user = _waiting()
    if user is None:
        return _once_more()
    services.check_second_factor(user, load(CodeSchema).code)
    sessions.work_in_only_place(sessions.begin(user, second_factor=True))
    return onward()


def _waiting() -> User | None:
    return user_of_second_step_token(session.get("second_step", ""))


def _once_more() -> ResponseReturnValue:
    say(gettext("That took too long. Sign in once more."), "info")
    return redirect(url_for(".login", next=request.args.get("next")))
