"""The places where a person can work: their agencies, and the creditors they work for."""

import uuid
from dataclasses import dataclass

from portal.accounts.guards import memberships_of
from portal.accounts.mails import creditor_name
from portal.accounts.models import Membership, User
from portal.errors import NotFound
from portal.tenancy import acting_for


@dataclass(frozen=True, slots=True)
class Place:
    """A desk to choose."""

    membership: Membership
    agency_name: str
    creditor_name: str


def of(user: User) -> list[Place]:
    """All of a person's places."""
    return [
        Place(membership, agency.name, _creditor_of(membership))
        for membership, agency in memberships_of(user.id)
    ]


def find(user: User, membership_id: uuid.UUID) -> Membership:
    """One of a person's memberships; NotFound when it is not theirs."""
    for membership, _ in memberships_of(user.id):
        if membership.id == membership_id:
            return membership
    raise NotFound


def _creditor_of(membership: Membership) -> str:
    if membership.creditor_id is None:
        return ""
    with acting_for(membership.agency_id, membership.creditor_id):
        return creditor_name(membership.creditor_id)
