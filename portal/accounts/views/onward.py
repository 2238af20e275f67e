"""Where people go once they are in."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_membership
from portal.accounts.links import path_here
from portal.accounts.models import Membership


def start_url(membership: Membership) -> str:
    """The first page of somebody's desk."""
    return "/agency/" if membership.is_staff else "/creditor/"


def onward() -> ResponseReturnValue:
    """To the page that was asked for, or to the desk; first to the choice of desk if there is one."""
    wanted = path_here(request.args.get("next"))
    membership = current_membership()
    if membership is None and not (wanted or "").startswith("/invitation/"):
        return redirect(url_for("accounts.choose_membership", next=wanted))
    if wanted:
        return redirect(wanted)
    return redirect(start_url(membership)) if membership else redirect("/")
