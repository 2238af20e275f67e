"""The people of one's own side: an agency's, seen by its administrators; a creditor's, by its owners.

The same pages stand on both desks. Whom they show follows from who acts.
"""

import uuid

from flask import Blueprint, Flask, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from portal import slots, web
from portal.accounts import invitations, members, queries
from portal.accounts.guards import Desk, allow, me
from portal.accounts.models import Invitation, Membership
from portal.accounts.permissions import Permission, Role
from portal.accounts.roles import role_label
from portal.accounts.schemas import ConfirmSchema, InviteSchema, RoleSchema
from portal.tenancy import acting
from portal.web import load, page, say

bp = Blueprint("people", __name__, url_prefix="/people")


def join(app: Flask, desk: Blueprint, kind: Desk) -> None:
    """Stand on a desk and in its navigation."""
    web.finds("membership", Membership)
    web.finds("invitation", Invitation)
    desk.register_blueprint(bp)
    slots.add_nav(
        app,
        kind,
        lazy_gettext("People"),
        f"{desk.name}.people.index",
        icon="users",
        permission=Permission.MANAGE_OWN_USERS,
        order=900,
    )


@bp.get("")
@allow(Permission.MANAGE_OWN_USERS)
def index() -> ResponseReturnValue:
    """Who works here, and who is asked to."""
    return _page(
        "people",
        members=queries.members(_own_side()),
        invitations=queries.open_invitations(_own_side()),
    )


@bp.get("/invite")
@allow(Permission.MANAGE_OWN_USERS)
def new_invitation() -> ResponseReturnValue:
    """Whom do you want to invite?"""
    return _page("invite", roles=_roles())


@bp.post("/invite")
@allow(Permission.MANAGE_OWN_USERS)
def create_invitation() -> ResponseReturnValue:
    """Send the invitation."""
    form = load(InviteSchema)
    invitations.invite(form.email, form.name, form.role, _own_side(), by=me())
    say(gettext("The invitation to %(email)s is on its way.", email=form.email))
    return redirect(url_for(".index"))


@bp.post("/invitations/<uuid:invitation>/send-again")
@allow(Permission.MANAGE_OWN_USERS)
def send_again(invitation: Invitation) -> ResponseReturnValue:
    """Mail it once more."""
    load(ConfirmSchema, page=".index")
    invitations.send_again(invitation, by=me())
    say(gettext("The invitation to %(email)s is on its way again.", email=invitation.email))
    return redirect(url_for(".index"))


@bp.post("/invitations/<uuid:invitation>/revoke")
@allow(Permission.MANAGE_OWN_USERS)
def revoke(invitation: Invitation) -> ResponseReturnValue:
    """Take it back."""
    load(ConfirmSchema, page=".index")
    invitations.revoke(invitation, by=me())
    say(gettext("The invitation to %(email)s is revoked.", email=invitation.email))
    return redirect(url_for(".index"))


@bp.get("/<uuid:membership>")
@allow(Permission.MANAGE_OWN_USERS)
def show(membership: Membership) -> ResponseReturnValue:
    """One member."""
    return _page(
        "member",
        member=membership,
        role=role_label(membership.role),
        roles=_roles(),
        is_me=membership.user_id == me().id,
    )


@bp.post("/<uuid:membership>")
@allow(Permission.MANAGE_OWN_USERS)
def change_role(membership: Membership) -> ResponseReturnValue:
    """Another role."""
    members.change_role(membership, load(RoleSchema).role, by=me())
    say(gettext("Saved."))
    return redirect(url_for(".index"))


@bp.post("/<uuid:membership>/end")
@allow(Permission.MANAGE_OWN_USERS)
def end(membership: Membership) -> ResponseReturnValue:
    """Let them in no more."""
    load(ConfirmSchema, page=".show")
    members.end_membership(membership, by=me())
    say(gettext("%(name)s no longer works here.", name=membership.user.name))
    return redirect(url_for(".index"))


def _page(name: str, **context: object) -> str:
    frame = "staff" if _own_side() is None else "creditor"
    return page(
        f"portal/accounts/{name}.html",
        frame=f"layouts/{frame}.html",
        role_label=role_label,
        **context,
    )


def _own_side() -> uuid.UUID | None:
    return acting().creditor_id


def _roles() -> list[tuple[Role, str, str]]:
    return [
        (role, role_label(role), _what_it_does()[role])
        for role in members.roles_of_side(is_staff=_own_side() is None)
    ]


def _what_it_does() -> dict[Role, str]:
    return {
        Role.COLLECTOR: gettext("Works cases and dispatches notices."),
        Role.MANAGER: gettext("Works cases, approves payouts and refunds, sees the audit trail."),
        Role.FINANCE: gettext("Keeps the money: payments, refunds, remittances."),
        Role.LAWYER: gettext("Releases notices that bear the law firm's name."),
        Role.ADMIN: gettext("Invites people and keeps creditors, law firms and settings."),
        Role.OWNER: gettext("Hands over claims, sees statements, and invites colleagues."),
        Role.CLERK: gettext("Hands over claims and follows them."),
        Role.VIEWER: gettext("Sees cases and statements, and changes nothing."),
    }
