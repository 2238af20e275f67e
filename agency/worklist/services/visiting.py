"""Who has which case open, and what comes next for somebody."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import case, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from agency.cases.models import Case
from agency.worklist.models import Visit
from agency.worklist.queries.places import Place, Wanted, next_places
from agency.worklist.ranks import Rank
from agency.worklist.windows import windows_of
from portal import clock, db
from portal.accounts.models import Membership, User
from portal.bulk import among
from portal.tenancy import acting

STAYS = timedelta(minutes=10)
"""So long after somebody was last seen on a case, it counts as theirs."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has a case open."""

    name: str
    since: datetime


def visit(case_: Case, by: Membership) -> None:
    """Note that somebody has a case open; the same visit goes on while they come back soon."""
    now = clock.now()
    statement = insert(Visit).values(
        agency_id=acting().agency_id,
        case_id=case_.id,
        membership_id=by.id,
        began_at=now,
        last_at=now,
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["agency_id", "case_id", "membership_id"],
            set_={
                "began_at": case(
                    (Visit.last_at > now - STAYS, Visit.began_at),
                    else_=literal(now, Visit.began_at.type),
                ),
                "last_at": func.greatest(Visit.last_at, statement.excluded.last_at),
            },
        )
    )


def visitors(cases: Iterable[uuid.UUID], *, but: Membership) -> Mapping[uuid.UUID, Visitor]:
    """Who else has these cases open at this moment; of several the one who was there first."""
    rows = db.session.execute(
        select(Visit.case_id, User.name, Visit.began_at)
        .join(
            Membership,
            (Membership.agency_id == Visit.agency_id) & (Membership.id == Visit.membership_id),
        )
        .join(User, User.id == Membership.user_id)
        .where(
            among(Visit.case_id, cases),
            Visit.membership_id != but.id,
            Visit.last_at > clock.now() - STAYS,
        )
        .order_by(Visit.began_at.desc())
    )
    return {case_id: Visitor(name, since) for case_id, name, since in rows}


def next_case(wanted: Wanted, by: Membership) -> Place | None:
    """The next case for somebody: one that nobody else has open, and that they have not seen today.

    A case comes again when something happened to it since. Where only calls are wanted, those come
    first whose debtor may be called at this moment.
    """
    today = clock.today()
    morning = datetime.combine(today, time(), clock.OFFICE_ZONE)
    found = next_places(wanted, today, by.id, still_there=clock.now() - STAYS, since=morning)
    if wanted.calls_only:
        reachable = _callable(found)
        found.sort(key=lambda place: place.id not in reachable)
    return found[0] if found else None


def _callable(places: Sequence[Place]) -> set[uuid.UUID]:
    """Those of a few cases whose debtor may be called now."""
    cases = db.session.scalars(
        select(Case)
        .where(among(Case.id, [place.id for place in places]))
        .options(joinedload(Case.debtor))
    ).all()
    agreed = frozenset(place.id for place in places if place.rank is Rank.CALLBACK)
    windows = windows_of(cases, asked_for=agreed)
    return {case_id for case_id, window in windows.items() if window.is_open}
