"""What a person does to their own login, told in the audit trail of every agency they work for."""

from typing import Any

from portal.accounts.guards import memberships_of
from portal.accounts.models import Membership, User
from portal.audit import services as audit


def note(user: User, kind: str, *, by: audit.Actor | None = None, **data: Any) -> None:
    """Write an event about a person's login in each of their agencies, in this transaction."""
    places = {(m.agency_id, m.creditor_id): m for m, _ in memberships_of(user.id)}
    for membership in places.values():
        note_in(membership, user, kind, by=by, **data)


def note_in(
    membership: Membership, user: User, kind: str, *, by: audit.Actor | None = None, **data: Any
) -> None:
    """The same in one agency."""
    if by is not None:
        data["person"] = user.name
    audit.record_in(membership.agency_id, membership.creditor_id, kind, by=by or user, **data)
