"""Invitations to an agency or to a creditor's desk: written, replaced, revoked, accepted."""

import uuid
from datetime import timedelta

from flask_babel import gettext
from sqlalchemy import select

from portal import clock, db
from portal.accounts.mails import send_invitation
from portal.accounts.models import Agency, AgencySettings, Invitation, Membership, User
from portal.accounts.permissions import CREDITOR_ROLES, STAFF_ROLES, Role
from portal.audit import services as audit
from portal.crypto import fingerprint, new_token
from portal.errors import NotFound, Refused
from portal.tenancy import acting

VALID_FOR = timedelta(days=14)


def invite(
    email: str, name: str, role: Role, creditor_id: uuid.UUID | None, *, by: User | None
) -> Invitation:
    """Ask somebody by mail to join the acting agency, or one creditor's desk.

    An open invitation to the same address is replaced. `by` is None for the operator.
    """
    email = email.strip().lower()
    if role not in (STAFF_ROLES if creditor_id is None else CREDITOR_ROLES):
        raise Refused(gettext("This role does not belong to that desk."))
    if _member(email, creditor_id) is not None:
        raise Refused(gettext("%(email)s works here already.", email=email))
    for older in _open(email, creditor_id):
        older.revoked_at = clock.now()
    invitation = Invitation(
        email=email,
        name=name.strip(),
        role=role,
        creditor_id=creditor_id,
        token_hash=b"",
        invited_by=by.id if by else None,
    )
    _write(invitation, by=by)
    db.session.add(invitation)
    db.session.flush()
    audit.record(invitation, "invitation.sent", by=by or "operator", email=email, role=role)
    return invitation


def send_again(invitation: Invitation, *, by: User) -> None:
    """Mail an invitation once more, with a new link; the one before works no longer."""
    _must_be_pending(invitation)
    _write(invitation, by=by)
    audit.record(invitation, "invitation.sent_again", by=by, email=invitation.email)


def revoke(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back."""
    _must_be_pending(invitation)
    invitation.revoked_at = clock.now()
    audit.record(invitation, "invitation.revoked", by=by, email=invitation.email)


def find(token: str) -> Invitation:
    """The acting agency's invitation with this token, whatever its state; else NotFound."""
    found = db.session.scalars(
        select(Invitation).where(Invitation.token_hash == fingerprint(token)).with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def accept(invitation: Invitation, user: User) -> Membership:
    """Make the invited person a member, or one again."""
    must_be_open(invitation)
    if user.email != invitation.email:
        raise Refused(gettext("This invitation is for %(email)s.", email=invitation.email))
    membership = db.session.scalars(
        select(Membership).where(
            Membership.user_id == user.id, Membership.creditor_id == invitation.creditor_id
        )
    ).one_or_none()
    if membership is None:
        membership = Membership(user_id=user.id, creditor_id=invitation.creditor_id)
        db.session.add(membership)
    membership.role = invitation.role
    membership.since = clock.now()
    membership.ended_at = None
    invitation.accepted_at = clock.now()
    db.session.flush()
    audit.record(membership, "member.joined", by=user, email=user.email, role=membership.role)
    return membership


def must_be_open(invitation: Invitation) -> None:
    """Refused when an invitation can no longer be accepted."""
    if not invitation.is_open:
        raise Refused(gettext("This invitation can no longer be accepted."))


def _write(invitation: Invitation, *, by: User | None) -> None:
    invitation.token = new_token()
    invitation.token_hash = fingerprint(invitation.token)
    invitation.invited_at = clock.now()
    invitation.expires_at = clock.now() + VALID_FOR
    agency = db.session.get_one(Agency, acting().agency_id)
    settings = db.session.scalars(select(AgencySettings)).one_or_none()
    send_invitation(invitation, agency, settings, by=by)


def _must_be_pending(invitation: Invitation) -> None:
    if invitation.accepted_at or invitation.revoked_at:
        raise Refused(gettext("This invitation was accepted or revoked in the meantime."))


def _open(email: str, creditor_id: uuid.UUID | None) -> list[Invitation]:
    return list(
        db.session.scalars(
            select(Invitation)
            .where(
                Invitation.email == email,
                Invitation.creditor_id == creditor_id,
                Invitation.accepted_at.is_(None),
                Invitation.revoked_at.is_(None),
            )
            .with_for_update()
        )
    )


def _member(email: str, creditor_id: uuid.UUID | None) -> Membership | None:
    return db.session.scalars(
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            User.email == email,
            Membership.creditor_id == creditor_id,
            Membership.ended_at.is_(None),
        )
    ).one_or_none()
