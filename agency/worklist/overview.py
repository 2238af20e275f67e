"""What the pages of the worklist show: its lines, and where a case stands on it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from agency.cases.models import Case
from agency.cases.worklist import lines as with_lines
from agency.strategy.models import CollectorProfile
from agency.worklist.models import NOBODY
from agency.worklist.queries.places import Place, Wanted
from agency.worklist.queries.reasons import reasons_of
from agency.worklist.ranks import CALLS, Rank
from agency.worklist.services import visitors
from agency.worklist.services.visiting import Visitor
from agency.worklist.windows import Window, windows_of
from agency.worklist.wording import best_time, why
from portal import clock, db
from portal.accounts.models import Agency, Membership
from portal.accounts.permissions import Permission
from portal.bulk import among
from portal.tenancy import acting

MINE, OWN, ALL = "", "own", "all"
"""Whose tasks a page shows: mine with those of nobody, mine alone, everybody's."""


@dataclass(frozen=True, slots=True)
class Line:
    """A case on the list: why it is here, when its debtor may be called, who has it open."""

    case: Case
    place: Place
    why: str
    window: Window | None
    best: str
    visitor: Visitor | None


def wanted_by(
    membership: Membership,
    *,
    whose: str = MINE,
    calls_only: bool = False,
    rank: Rank | None = None,
    segment: str = "",
    currency: str = "",
) -> Wanted:
    """What somebody's list is of; the obligations of those they stand in for are theirs.

    A manager's list has all steps that wait for approval, whoever works the case.
    """
    own: tuple[uuid.UUID, ...] = (membership.id,)
    if whose == ALL:
        own = ()
    elif whose == MINE:
        own = (membership.id, NOBODY)
    absent = () if whose == ALL else _stood_in_for(membership)
    return Wanted(
        own=own,
        obliged=absent,
        approving=_all_collectors() if membership.may(Permission.ALLOW_PROMISES) else (),
        calls_only=calls_only,
        rank=rank,
        segment=segment,
        currency=currency,
        own_currency=own_currency() if currency else "",
    )


def own_currency() -> str:
    """The currency of the agency, whose cases come first."""
    return db.session.get_one(Agency, acting().agency_id).currency


def lines_of(places: Sequence[Place], reader: Membership) -> list[Line]:
    """The lines of a page, in a few questions whatever their number."""
    ids = [place.id for place in places]
    cases = {
        case.id: case
        for case in db.session.scalars(with_lines().where(among(Case.id, ids))).unique()
    }
    known = reasons_of(list(cases.values()), {place.id: place.rank for place in places})
    here = visitors(ids, but=reader)
    asked_for = frozenset(place.id for place in places if place.rank is Rank.CALLBACK)
    called = {place.id for place in places if place.rank in CALLS}
    windows = windows_of(
        (case for case in cases.values() if case.id in called), asked_for=asked_for
    )
    return [
        Line(
            case=case,
            place=place,
            why=why(case, place, known),
            window=windows.get(case.id),
            best=best_time(case, known) if case.id in called else "",
            visitor=here.get(case.id),
        )
        for place in places
        if (case := cases.get(place.id))
    ]


def _all_collectors() -> tuple[uuid.UUID, ...]:
    """Whoever can have a case, those who left among them, and nobody."""
    return (
        NOBODY,
        *db.session.scalars(select(Membership.id).where(Membership.creditor_id.is_(None))),
    )


def _stood_in_for(membership: Membership) -> tuple[uuid.UUID, ...]:
    today = clock.today()
    return tuple(
        db.session.scalars(
            select(CollectorProfile.id).where(
                CollectorProfile.stand_in_id == membership.id,
                CollectorProfile.absent_from <= today,
                CollectorProfile.absent_until >= today,
            )
        )
    )
