"""What cases are worth, their segments, and when people are reached: worked out anew in sets."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import text

from agency.worklist.calling_hours import band_of
from agency.worklist.models import NOBODY, CallingRate
from agency.worklist.queries.facts import Known, facts_after, facts_of, known
from agency.worklist.ranks import Rank
from agency.worklist.worth import worth
from portal import db
from portal.bulk import insert_rows
from portal.tenancy import acting
from portal.together import Batch, rows_of

CHUNK = 5_000
"""Cases that one transaction reckons."""
SHARES = (80, 95)
"""Percent of the open amount that segment A makes up, and A and B together."""

_DIVIDED = """
with shares as (
  select e.id, e.segment, b.currency,
         sum(b.open_minor) over (partition by b.currency
                                 order by b.open_minor desc, e.id
                                 rows unbounded preceding) - b.open_minor as before,
         sum(b.open_minor) over (partition by b.currency) as whole
  from worklist_entries e
  join case_balances b on b.agency_id = e.agency_id and b.id = e.id and b.open_minor > 0
  where e.agency_id = :agency_id
), changed as (
  select e.id, coalesce(s.fits, 'C') as fits
  from worklist_entries e
  left join (select id, case when before * 100 < whole * :most_of_it then 'A'
                             when before * 100 < whole * :nearly_all then 'B' else 'C' end as fits
             from shares) s on s.id = e.id
  where e.agency_id = :agency_id and e.segment <> coalesce(s.fits, 'C')
)
update worklist_entries e set segment = changed.fits from changed
where e.agency_id = :agency_id and e.id = changed.id
"""
_FOLLOWED = """
update courses c set segment = e.segment from worklist_entries e
where c.agency_id = :agency_id and e.agency_id = c.agency_id and e.id = c.id
  and c.segment <> e.segment
"""
_WORTH = text(
    # The place of what is no obligation follows its worth.
    "update worklist_entries e set worth_minor = r.worth_minor, "  # noqa: S608 - our own names
    f"place = case when e.rank >= {int(Rank.WORK)} then e.currency_start - r.worth_minor else e.place end "
    f"from {rows_of('worklist_entries')} r where e.agency_id = r.agency_id and e.id = r.id"
)
_HOURS = """
select d.country, d.kind, extract(hour from timezone(d.time_zone, c.at))::int as hour,
       count(*) as tries, count(*) filter (where c.spoke in ('debtor', 'agent')) as reached
from contacts c join debtors d on d.agency_id = c.agency_id and d.id = c.debtor_id
where c.agency_id = :agency_id and c.kind = 'call' and c.direction = 'out'
group by 1, 2, 3
"""


def divide() -> int:
    """Give each open case its segment by its share of what is open in its currency; how many changed.

    Segment A holds the largest cases that make up four fifths, B the next to 95 in a hundred.
    """
    agency = {"agency_id": acting().agency_id}
    most_of_it, nearly_all = SHARES
    done = db.session.execute(
        text(_DIVIDED), {**agency, "most_of_it": most_of_it, "nearly_all": nearly_all}
    )
    db.session.execute(text(_FOLLOWED), agency)
    return int(done.rowcount)  # type: ignore[attr-defined]


def reckon(cases: Iterable[uuid.UUID]) -> None:
    """Work out what these cases are worth."""
    _write(facts_of(list(cases)))


def reckon_with(batch: Batch, rows: Iterable[Any]) -> None:
    """Work out what cases are worth together with other things, by their rows of `FACTS_OF`."""
    _feed(batch, known(rows))


def reckon_after(case_id: uuid.UUID | None) -> uuid.UUID | None:
    """Work out a chunk in the order of keys; the last of it, or None when it was the last chunk."""
    found = facts_after(case_id or NOBODY, CHUNK)
    _write(found)
    return found[-1][0] if len(found) == CHUNK else None


def count_calls() -> None:
    """Count anew at what hours calls reached debtors of each country and kind."""
    found: dict[tuple[str, str, int], tuple[int, int]] = {}
    for row in db.session.execute(text(_HOURS), {"agency_id": acting().agency_id}):
        band = band_of(row.hour)
        if band is not None:
            key = (row.country, row.kind, band)
            tries, reached = found.get(key, (0, 0))
            found[key] = (tries + row.tries, reached + row.reached)
    db.session.execute(
        text("delete from calling_rates where agency_id = :agency_id"),
        {"agency_id": acting().agency_id},
    )
    insert_rows(
        CallingRate,
        [
            {
                "country": country,
                "debtor_kind": kind,
                "band": band,
                "tries": tries,
                "reached": reached,
            }
            for (country, kind, band), (tries, reached) in sorted(found.items())
        ],
    )


def _write(found: Iterable[Known]) -> None:
    batch = Batch()
    _feed(batch, found)
    batch.write()


def _feed(batch: Batch, found: Iterable[Known]) -> None:
    """Only what changed."""
    for case_id, was, facts in found:
        now = worth(facts)
        if now != was:
            batch.feed(_WORTH, {"id": case_id, "worth_minor": now})
