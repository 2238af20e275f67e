"""Who works here, and who is asked to."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal import db
from portal.accounts.models import Invitation, Membership, User, UserSession
from portal.tenancy import acting


@dataclass(frozen=True, slots=True)
class Member:
    """A line of the list of people."""

    membership: Membership
    last_seen_at: datetime | None


def members(creditor_id: uuid.UUID | None) -> list[Member]:
    """The agency's own people, or those of one creditor, by name."""
    last_seen = (
        select(func.max(UserSession.last_seen_at))
        .where(
            UserSession.user_id == Membership.user_id,
            UserSession.agency_id == acting().agency_id,
        )
        .correlate(Membership)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Membership, last_seen)
        .join(User, User.id == Membership.user_id)
        .where(Membership.creditor_id == creditor_id, Membership.ended_at.is_(None))
        .order_by(User.name, Membership.id)
    )
    return [Member(membership, seen) for membership, seen in rows.unique()]


def open_invitations(creditor_id: uuid.UUID | None) -> Sequence[Invitation]:
    """Invitations that nobody has accepted or revoked, the newest first; some may have expired."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.creditor_id == creditor_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.invited_at.desc(), Invitation.id)
    ).all()
