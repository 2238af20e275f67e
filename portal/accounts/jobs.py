"""Work around logins that happens behind the page."""

import uuid

from portal import db
from portal.accounts import mails, sessions
from portal.accounts.models import User
from portal.jobs import every, job


@job("accounts.send_password_link", queue="urgent")
def send_password_link(user_id: str | None) -> None:
    """Write to a person who forgot their password; to nobody, if there was none."""
    user = db.session.get(User, uuid.UUID(user_id)) if user_id else None
    if user is not None and user.closed_at is None:
        mails.send_password_link(user)


@job("accounts.forget_sessions")
def forget_sessions() -> None:
    """Delete sessions that ended long ago."""
    sessions.forget_old()


every(86_400, "accounts.forget_sessions", per_agency=False)
