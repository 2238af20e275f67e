"""Accepting an invitation."""

from flask import g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy import select

from portal import db
from portal.accounts import invitations, mails, services, sessions
from portal.accounts.guards import me, signed_in_session
from portal.accounts.models import Agency, Invitation, User
from portal.accounts.roles import role_label
from portal.accounts.schemas import JoinSchema
from portal.accounts.views import bp
from portal.accounts.views.onward import start_url
from portal.errors import NotFound, Refused
from portal.limits import limiter
from portal.tenancy import act_for
from portal.web import load, page, public


@bp.get("/invitation/<slug>/<token>")
@limiter.limit("60/minute")
@public
def invitation(slug: str, token: str) -> ResponseReturnValue:
    """Who invites you to what."""
    found = _find(slug, token)
    if not found.is_open:
        return page("portal/accounts/invitation_over.html", invitation=found), 410
    inviter = db.session.get(User, found.invited_by) if found.invited_by else None
    return page(
        "portal/accounts/invitation.html",
        invitation=found,
        inviter=inviter,
        role=role_label(found.role),
        creditor_name=mails.creditor_name(found.creditor_id),
        has_login=services.find_user(found.email) is not None,
        signed_in_as=me().email if current_user.is_authenticated else None,
    )


@bp.post("/invitation/<slug>/<token>")
@limiter.limit("20/minute")
@public
def accept_invitation(slug: str, token: str) -> ResponseReturnValue:
    """Join, with a login of one's own or a new one."""
    found = _find(slug, token)
    browser = signed_in_session()
    if services.find_user(found.email) is None:
        invitations.must_be_open(found)
        form = load(JoinSchema)
        browser = sessions.begin(services.first_password(found.email, form.name, form.password))
    if browser is None:
        raise Refused(gettext("You have a login already. Sign in with it to accept."))
    membership = invitations.accept(found, browser.user)
    sessions.work_as(browser, membership)
    return redirect(start_url(membership))


def _find(slug: str, token: str) -> Invitation:
    agency = db.session.scalars(
        select(Agency).where(Agency.slug == slug, Agency.closed_at.is_(None))
    ).one_or_none()
    if agency is None:
        raise NotFound
    act_for(agency.id)
    g.agency = agency
    return invitations.find(token)
