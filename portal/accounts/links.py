"""Addresses that leave the house in a mail, and what is signed into them."""

import hmac
import uuid
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

from portal import clock, db
from portal.accounts.models import Agency, Invitation, User
from portal.crypto import sign

PASSWORD_LINK_SECONDS = 3600
SECOND_STEP_SECONDS = 600


def address(endpoint: str, **values: Any) -> str:
    """The whole address of a page, also where there is no request, as in a job."""
    base = current_app.extensions["settings"].base_url.rstrip("/")
    path = current_app.url_map.bind(urlsplit(base).netloc).build(endpoint, values)
    return f"{base}{path}"


def path_here(wanted: str | None) -> str | None:
    """`wanted` if it is a path of this site, and nothing that a browser reads as another site."""
    if not wanted or not wanted.startswith("/") or wanted[1:2] in ("/", "\\"):
        return None
    return wanted if wanted.isprintable() and "\\" not in wanted else None


def invitation_link(invitation: Invitation, agency: Agency) -> str:
    """Where somebody accepts an invitation; only while its token is known."""
    return address("accounts.invitation", slug=agency.slug, token=invitation.token)


def password_token(user: User) -> str:
    """Lets a person set a new password: for an hour, and until the password has changed."""
    return _write("new password", user)


def user_of_password_token(token: str) -> User | None:
    """Whose password a token lets one set; None when it is forged, too old or used."""
    return _read("new password", token, PASSWORD_LINK_SECONDS)


def second_step_token(user: User) -> str:
    """Says that this browser gave the right password, and still owes the second factor."""
    return _write("second step", user)


def user_of_second_step_token(token: str) -> User | None:
    """Who gave the right password a moment ago in this browser."""
    return _read("second step", token, SECOND_STEP_SECONDS)


def _write(purpose: str, user: User) -> str:
    return str(_signer(purpose).dumps([str(user.id), _mark(user)]))


def _read(purpose: str, token: str, seconds: int) -> User | None:
    try:
        user_id, mark = _signer(purpose).loads(token, max_age=seconds)
    except BadSignature:
        return None
    user = db.session.get(User, uuid.UUID(user_id))
    if user is None or user.closed_at or not hmac.compare_digest(mark, _mark(user)):
        return None
    return user


def _mark(user: User) -> str:
    """Changes with the password, so that what was signed before it is void after it."""
    return sign("password mark", f"{user.id} {user.password_hash}")[:32]


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        current_app.config["SECRET_KEY"], salt=f"accounts: {purpose}", signer=_Signer
    )


class _Signer(TimestampSigner):
    """Takes its time from the portal's clock."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())
