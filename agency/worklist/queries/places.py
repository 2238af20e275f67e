"""The worklist in its order: a page, the next case, and how many tasks of each kind there are.

Each kind of task of each collector is a range of an index, of which only the first rows are read.
So a page costs the same whatever the agency has.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, Date, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from agency.cases.models import Case
from agency.worklist.currencies import start, stretch
from agency.worklist.models import NOBODY
from agency.worklist.ranks import CALLS, OBLIGATIONS, ON_THE_LIST, Rank, due_by
from portal import db
from portal.errors import NotFound
from portal.tenancy import acting

COUNT_UP_TO = 100
"""More than so many tasks of a kind are counted as so many."""
_FIRST, _LAST = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose tasks, and which of them.

    `own` are collectors all of whose tasks are wanted, `obliged` those of whom only obligations
    are, because somebody stands in for them. Nobody named: everybody's. Steps to be approved are
    wanted of the collectors in `approving`, since those who work a case may not approve them.
    """

    own: tuple[uuid.UUID, ...] = ()
    obliged: tuple[uuid.UUID, ...] = ()
    approving: tuple[uuid.UUID, ...] = ()
    calls_only: bool = False
    rank: Rank | None = None
    segment: str = ""
    currency: str = ""
    own_currency: str = ""
    """The agency's; told with a currency that is wanted, whose places follow from both."""

    @property
    def is_everybodys(self) -> bool:
        """Whether it is about no collector in particular."""
        return not self.own and not self.obliged

    @property
    def ranges(self) -> list[tuple[uuid.UUID, Rank]]:
        """The collectors and kinds of tasks that are wanted."""
        ranks = [
            rank
            for rank in ON_THE_LIST
            if self.rank in (None, rank) and (rank in CALLS or not self.calls_only)
        ]
        if self.is_everybodys:
            return [(NOBODY, rank) for rank in ranks]
        whose = {Rank.APPROVAL: self.approving}
        return [
            (one, rank)
            for rank in ranks
            for one in whose.get(rank, self.own + self.obliged * (rank in OBLIGATIONS))
        ]


@dataclass(frozen=True, slots=True)
class Place:
    """A case on the list, and where it stands."""

    id: uuid.UUID
    rank: Rank
    place: int
    due_on: date
    segment: str

    @property
    def cursor(self) -> str:
        """What the next page begins after."""
        return f"{int(self.rank)}_{self.place}_{self.id.hex}"


_RANGES = """
from unnest(:collectors, :ranks, :throughs, :befores, :after_places, :after_ids)
  as r (collector_id, rank, through, before, after_place, after_id)
cross join lateral (
  select {columns} from worklist_entries e
  where e.agency_id = :agency_id and {whose}
    and e.place < r.before and (e.place, e.id) > (r.after_place, r.after_id)
    and (r.through is null or e.due_on <= r.through)
    {more}
  order by e.place, e.id limit :most
) e
"""
_ONES = "e.collector_id = r.collector_id and e.rank = r.rank"
_EVERYBODYS = "e.everybodys_rank = r.rank"
_PAGE = "select e.id, e.rank, e.place, e.due_on, e.segment {ranges} order by 2, 3, 1 limit :most"
_NEXT_CURRENCY = """
select e.currency from worklist_entries e
where e.agency_id = :agency_id and e.everybodys_rank = :rank and e.place > :behind
order by e.place, e.id limit 1
"""
_COUNTS = "select e.rank, count(*) as tasks {ranges} group by 1"
_UNSEEN = """
and not exists (
  select from visits v where v.agency_id = e.agency_id and v.case_id = e.id
    and (v.membership_id <> :me and v.last_at > :still_there
         or v.membership_id = :me and v.last_at >= :since
            and not exists (select from cases c where c.agency_id = e.agency_id and c.id = e.id
                              and c.move_since > v.last_at)))
"""
_TYPES = (
    bindparam("collectors", type_=ARRAY(Uuid())),
    bindparam("ranks", type_=ARRAY(BigInteger())),
    bindparam("throughs", type_=ARRAY(Date())),
    bindparam("befores", type_=ARRAY(BigInteger())),
    bindparam("after_places", type_=ARRAY(BigInteger())),
    bindparam("after_ids", type_=ARRAY(Uuid())),
)


def page_of(wanted: Wanted, today: date, *, size: int, after: str = "") -> tuple[list[Place], str]:
    """A page of the list, and the cursor of the next one; empty where there is none."""
    found = _places(wanted, today, after=after, most=size + 1)
    return found[:size], found[size - 1].cursor if len(found) > size else ""


def next_places(
    wanted: Wanted, today: date, me: uuid.UUID, *, still_there: datetime, since: datetime
) -> list[Place]:
    """What comes next for somebody: what nobody else has open, and they have not seen since it came."""
    who = {"me": me, "still_there": still_there, "since": since}
    return _places(wanted, today, most=10, more=_UNSEEN, values=who)


def counts(wanted: Wanted, today: date) -> dict[Rank, str]:
    """How many tasks of each kind there are, as far as it is worth counting."""
    rows = _ask(_COUNTS, wanted, today, columns="e.rank", most=COUNT_UP_TO)
    found = {Rank(row.rank): int(row.tasks) for row in rows}
    return {
        rank: f"{COUNT_UP_TO - 1}+" if tasks >= COUNT_UP_TO else str(tasks)
        for rank, tasks in sorted(found.items())
    }


def currencies(own: str) -> list[str]:
    """The currencies in which cases are worked by their value, in the order of the list; each is
    found by one step along the index."""
    found: list[str] = []
    behind = _FIRST
    while True:
        one = db.session.execute(
            text(_NEXT_CURRENCY),
            {"agency_id": acting().agency_id, "rank": int(Rank.WORK), "behind": behind},
        ).scalar_one_or_none()
        if one is None:
            return found
        found.append(one)
        behind = start(one, own)


def place_of(case: Case) -> Place | None:
    """Where a case stands."""
    row = db.session.execute(
        text(
            "select e.id, e.rank, e.place, e.due_on, e.segment from worklist_entries e "
            "where e.agency_id = :agency_id and e.id = :case_id"
        ),
        {"agency_id": acting().agency_id, "case_id": case.id},
    ).one_or_none()
    return _place(row) if row else None


def _places(
    wanted: Wanted,
    today: date,
    *,
    most: int,
    after: str = "",
    more: str = "",
    values: dict[str, Any] | None = None,
) -> list[Place]:
    columns = "e.id, e.rank, e.place, e.due_on, e.segment"
    rows = _ask(
        _PAGE, wanted, today, columns=columns, most=most, after=after, more=more, values=values
    )
    return [_place(row) for row in rows]


def _ask(
    question: str,
    wanted: Wanted,
    today: date,
    *,
    columns: str,
    most: int,
    after: str = "",
    more: str = "",
    values: dict[str, Any] | None = None,
) -> Sequence[Any]:
    """The words of the statement are all our own; what is asked for goes as values."""
    more += " and e.may_ring" if wanted.calls_only else ""
    more += " and e.segment = :segment" if wanted.segment else ""
    more += " and e.currency = :currency" if wanted.currency else ""
    ranges = _RANGES.format(
        columns=columns,
        whose=_EVERYBODYS if wanted.is_everybodys else _ONES,
        more=more,
    )
    statement = text(question.format(ranges=ranges)).bindparams(*_TYPES)
    asked = {"agency_id": acting().agency_id, "most": most, **_bounds(wanted, today, after)}
    if wanted.segment:
        asked["segment"] = wanted.segment
    if wanted.currency:
        asked["currency"] = wanted.currency
    return db.session.execute(statement, {**asked, **(values or {})}).all()


def _bounds(wanted: Wanted, today: date, after: str) -> dict[str, Any]:
    """The ranges of the index as arrays, one value for each of them."""
    rank, place, case_id = _read(after)
    ranges = [(who, what) for who, what in wanted.ranges if what >= rank]
    throughs = [due_by(what, today) for _, what in ranges]
    behind, before = _stretch(wanted)
    return {
        "collectors": [who for who, _ in ranges],
        "ranks": [int(what) for _, what in ranges],
        "throughs": throughs,
        "befores": [
            before if what is Rank.WORK else _seconds(day + timedelta(days=1)) if day else _LAST
            for (_, what), day in zip(ranges, throughs, strict=True)
        ],
        "after_places": [
            place if what == rank else behind if what is Rank.WORK else _FIRST for _, what in ranges
        ],
        "after_ids": [case_id if what == rank else NOBODY for _, what in ranges],
    }


def _stretch(wanted: Wanted) -> tuple[int, int]:
    """The places of the currency that is wanted; all of them where none is named."""
    return stretch(wanted.currency, wanted.own_currency) if wanted.currency else (_FIRST, _LAST)


def _read(cursor: str) -> tuple[int, int, uuid.UUID]:
    if not cursor:
        return 0, _FIRST, NOBODY
    try:
        rank, place, case_id = cursor.split("_")
        return int(rank), int(place), uuid.UUID(case_id)
    except ValueError:
        raise NotFound from None


def _place(row: Any) -> Place:
    return Place(row.id, Rank(row.rank), row.place, row.due_on, row.segment)


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
