"""The doors of the desks: who is signed in, for whom they act, and whether they may.

A guard sits on a desk's blueprint; a view below it names its permission with `@allow`. A view that
names none does not answer: nothing is allowed by default.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Blueprint, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import Forbidden

from portal import clock, db
from portal.accounts.models import Agency, AgencySettings, Membership, User, UserSession
from portal.accounts.permissions import Permission
from portal.crypto import fingerprint
from portal.errors import NotFound
from portal.tenancy import across_tenants, act_for, own_rows
from portal.web import find_records, is_fragment

V = TypeVar("V", bound=Callable[..., ResponseReturnValue])
SEEN_EVERY = timedelta(minutes=5)

login_manager = LoginManager()
login_manager.session_protection = None  # Sessions live in our own table and end there.


class Desk(StrEnum):
    """The two desks behind a login."""

    STAFF = "staff"
    CREDITOR = "creditor"


def allow(permission: Permission) -> Callable[[V], V]:
    """Name the permission that a view needs."""

    def mark(view: V) -> V:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: V) -> V:
    """Let anybody with a login through, wherever they work, to what is their own."""

    @wraps(view)
    def call(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return _to_login()
        membership = current_membership()
        if membership is not None:
            _act_as(membership)
        return view(*args, **kwargs)

    call.needs_sign_in = True  # type: ignore[attr-defined]
    return cast(V, call)


def guard(blueprint: Blueprint, desk: Desk) -> None:
    """Let only people of this desk, with the permission of the view, through to a blueprint."""
    blueprint.before_request(lambda: _admit(desk))


def _admit(desk: Desk) -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        return _to_login()
    membership = current_membership()
    if membership is None:
        return redirect(url_for("accounts.choose_membership"))
    if membership.is_staff is not (desk is Desk.STAFF):
        raise NotFound
    _act_as(membership)
    if must_set_up_second_factor():
        return redirect(url_for("accounts.second_factor"))
    view = current_app.view_functions[request.endpoint or ""]
    permission: Permission | None = getattr(view, "permission", None)
    if permission is None:
        raise RuntimeError(f"{request.endpoint} names no permission.")
    if not membership.may(permission):
        raise Forbidden
    find_records()
    return None


def _act_as(membership: Membership) -> None:
    act_for(membership.agency_id, membership.creditor_id)
    g.agency = db.session.get_one(Agency, membership.agency_id)


def current_membership() -> Membership | None:
    """What the signed-in person is here, in the agency this session works for."""
    if "membership" not in g:
        g.membership = _find_membership()
    return cast(Membership | None, g.membership)


def me() -> User:
    """The signed-in person."""
    return cast(User, current_user._get_current_object())


def agency_settings() -> AgencySettings:
    """What the acting agency says of itself."""
    if "agency_settings" not in g:
        g.agency_settings = db.session.scalars(select(AgencySettings)).one()
    return cast(AgencySettings, g.agency_settings)


def _find_membership() -> Membership | None:
    browser: UserSession | None = g.get("user_session")
    if browser is None or browser.membership_id is None:
        return None
    own_rows(browser.user_id)
    row = db.session.execute(
        select(Membership, Agency)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(
            Membership.agency_id == browser.agency_id,
            Membership.id == browser.membership_id,
            Membership.user_id == browser.user_id,
            Membership.ended_at.is_(None),
            Agency.closed_at.is_(None),
        )
        .execution_options(**across_tenants("a person reads what they are, before acting as it"))
    ).one_or_none()
    if row is None:
        return None
    found, g.own_agency = row  # The agency is kept, so that it need not be read once more.
    db.session.expunge(found)  # It outlives the undoing of a request that is refused.
    return found


def must_set_up_second_factor() -> bool:
    """Whether somebody may enter only once they have a second factor."""
    return not me().has_second_factor and agency_settings().second_factor_required


def _to_login() -> ResponseReturnValue:
    if is_fragment():
        return "", 401, {"HX-Redirect": url_for("accounts.login")}
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.login", next=wanted))


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load_user(token: str) -> User | None:
    found = db.session.scalars(
        select(UserSession)
        .options(joinedload(UserSession.user))
        .where(UserSession.token_hash == fingerprint(token))
    ).one_or_none()
    lifetime = timedelta(hours=current_app.extensions["settings"].session_hours)
    if found is None or not found.is_alive(lifetime) or found.user.closed_at:
        session.pop("_user_id", None)
        return None
    if found.last_seen_at + SEEN_EVERY < clock.now():
        found.last_seen_at = clock.now()
    g.user_session, g.user = found, found.user
    return found.user


def read_as_nobody() -> None:
    """Forget who reads, and where: for a page that must not ask the database."""
    for known in ("agency", "agency_settings", "membership", "own_agency", "user", "user_session"):
        g.pop(known, None)
    g._login_user = login_manager.anonymous_user()


def signed_in_session() -> UserSession | None:
    """The session of this browser, if somebody is signed in."""
    return (
        cast(UserSession | None, g.get("user_session")) if current_user.is_authenticated else None
    )


def memberships_of(user_id: uuid.UUID) -> Sequence[Row[Membership, Agency]]:
    """A person's memberships in all agencies, each with its agency.

    Read apart from the present transaction, which may act for one creditor and see only its own.
    """
    with db.work():
        own_rows(user_id)
        return (
            db.session.execute(
                select(Membership, Agency)
                .join(Agency, Agency.id == Membership.agency_id)
                .where(
                    Membership.user_id == user_id,
                    Membership.ended_at.is_(None),
                    Agency.closed_at.is_(None),
                )
                .order_by(Agency.name, Membership.id)
                .execution_options(**across_tenants("a person chooses where to work"))
            )
            .unique()
            .all()
        )
