"""Browsers that are signed in: begun at the door, listed for their owner, ended one by one."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from flask import current_app, g, request, session
from flask_login import login_user, logout_user
from sqlalchemy import delete, or_, select, update

from portal import clock, db
from portal.accounts import trail
from portal.accounts.guards import memberships_of, signed_in_session
from portal.accounts.models import Membership, User, UserSession
from portal.crypto import fingerprint, new_token
from portal.errors import NotFound

KEPT_FOR = timedelta(days=30)
"""How long an ended or forgotten session is remembered."""
_AGENT_LENGTH = 300


def begin(user: User, *, second_factor: bool = False) -> UserSession:
    """Sign this browser in under a new token, whatever it was before."""
    if (before := signed_in_session()) is not None:
        before.ended_at = clock.now()
    locale = session.get("locale")
    session.clear()
    if locale:
        session["locale"] = locale
    user.session_token = new_token()
    user.failed_logins = 0
    user.locked_until = None
    browser = UserSession(
        token_hash=fingerprint(user.session_token),
        user=user,
        user_id=user.id,
        user_agent=request.user_agent.string[:_AGENT_LENGTH],
        address=request.remote_addr or "",
        second_factor_at=clock.now() if second_factor else None,
    )
    db.session.add(browser)
    login_user(user)
    g.user, g.user_session = user, browser
    g.pop("membership", None)
    return browser


def work_as(browser: UserSession, membership: Membership) -> None:
    """Choose where to work in this browser."""
    browser.agency_id = membership.agency_id
    browser.membership_id = membership.id
    g.pop("membership", None)
    trail.note_in(membership, g.user, "user.signed_in", address=browser.address)


def work_in_only_place(browser: UserSession) -> None:
    """Choose for those who have no choice."""
    places = memberships_of(browser.user_id)
    if len(places) == 1:
        work_as(browser, places[0][0])


def end_this() -> None:
    """Sign this browser out."""
    browser = signed_in_session()
    if browser is not None:
        browser.ended_at = clock.now()
    logout_user()
    session.clear()


def end(user: User, session_id: uuid.UUID) -> None:
    """Sign out one of a person's browsers; NotFound when it is not theirs."""
    found = db.session.get(UserSession, session_id)
    if found is None or found.user_id != user.id or found.ended_at is not None:
        raise NotFound
    found.ended_at = clock.now()


def end_all(user: User, *, but: UserSession | None = None) -> None:
    """Sign out all of a person's browsers, except perhaps the one in hand."""
    statement = update(UserSession).where(
        UserSession.user_id == user.id, UserSession.ended_at.is_(None)
    )
    if but is not None:
        statement = statement.where(UserSession.id != but.id)
    db.session.execute(statement.values(ended_at=clock.now()))


def alive(user: User) -> Sequence[UserSession]:
    """A person's signed-in browsers, the last used first."""
    return db.session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == user.id,
            UserSession.ended_at.is_(None),
            UserSession.last_seen_at > clock.now() - _lifetime(),
        )
        .order_by(UserSession.last_seen_at.desc())
    ).all()


def forget_old() -> None:
    """Delete what is of no use any more."""
    long_ago = clock.now() - KEPT_FOR
    db.session.execute(
        delete(UserSession).where(
            or_(UserSession.ended_at < long_ago, UserSession.last_seen_at < long_ago)
        )
    )


def _lifetime() -> timedelta:
    return timedelta(hours=current_app.extensions["settings"].session_hours)
