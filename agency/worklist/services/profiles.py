"""What a collector can and carries, and when they are away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from agency.strategy.kinds import Level
from agency.strategy.models import CollectorProfile
from portal import db
from portal.accounts.models import Membership, User
from portal.accounts.permissions import Permission
from portal.audit import services as audit
from portal.errors import Refused
from portal.tenancy import acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a manager says of a collector."""

    level: Level
    languages: Sequence[str] = ()
    capacity: int = 0
    absent_from: date | None = None
    absent_until: date | None = None
    stand_in: Membership | None = None


def set_profile(membership: Membership, told: Told, *, by: User) -> CollectorProfile:
    """Keep what is said. While they are away their obligations are on the stand-in's list too."""
    stand_in = told.stand_in if told.absent_from else None
    if stand_in is not None and (
        stand_in.ended_at or stand_in.id == membership.id or not stand_in.may(Permission.WORK_CASES)
    ):
        raise Refused(_("Somebody else who works cases here must stand in."))
    found = db.session.get(CollectorProfile, (acting().agency_id, membership.id))
    profile = found or CollectorProfile(id=membership.id)
    profile.level = told.level
    profile.languages = sorted(set(told.languages))
    profile.capacity = told.capacity
    profile.absent_from, profile.absent_until = told.absent_from, told.absent_until
    profile.stand_in_id = stand_in.id if stand_in else None
    db.session.add(profile)
    db.session.flush()
    audit.record(
        profile,
        "collector.changed",
        by=by,
        name=membership.user.name,
        level=told.level,
        capacity=told.capacity,
        absent_from=told.absent_from,
        absent_until=told.absent_until,
        stand_in=stand_in.user.name if stand_in else "",
    )
    return profile
