"""What the worth of cases follows from, for many of them by one question."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from agency.law.vocabulary import DebtorKind
from agency.worklist.worth import Facts
from portal import clock, db
from portal.tenancy import acting

_FACTS = """
select e.id, e.worth_minor, e.segment, d.kind, coalesce(b.open_minor, 0) as open_minor,
  coalesce(:today - (
    select min(due_on) from claims
    where agency_id = c.agency_id and case_id = c.id and withdrawn_at is null), 0) as age,
  calls.tries, calls.reached, promised.kept, promised.broken
from worklist_entries e
join cases c on c.agency_id = e.agency_id and c.id = e.id
join debtors d on d.agency_id = c.agency_id and d.id = c.debtor_id
left join case_balances b on b.agency_id = e.agency_id and b.id = e.id
cross join lateral (
  select count(*) as tries, count(*) filter (where spoke in ('debtor', 'agent')) as reached
  from contacts where agency_id = c.agency_id and debtor_id = c.debtor_id
    and kind = 'call' and direction = 'out') calls
cross join lateral (
  select count(*) filter (where state = 'kept') as kept,
         count(*) filter (where state in ('broken', 'partly_kept')) as broken
  from promises where agency_id = c.agency_id and case_id = c.id) promised
where e.agency_id = :agency_id and {which}
order by e.id
"""
FACTS_OF = text(_FACTS.format(which="e.id = any(:case_ids)")).bindparams(
    bindparam("case_ids", type_=ARRAY(Uuid()))
)
"""Asks for the rows that `known` reads, of the cases `case_ids` as far as they are open, on `today`."""
_AFTER = text(_FACTS.format(which="e.id > :after") + " limit :most")

Known = tuple[uuid.UUID, int, Facts]
"""A case, what it was worth until now, and what is known of it."""


def facts_of(cases: Sequence[uuid.UUID]) -> list[Known]:
    """Of these cases, as far as they are open."""
    return _ask(FACTS_OF, case_ids=list(cases))


def facts_after(case_id: uuid.UUID, most: int) -> list[Known]:
    """Of the next open cases in the order of their keys."""
    return _ask(_AFTER, after=case_id, most=most)


def _ask(question: Any, **values: Any) -> list[Known]:
    return known(
        db.session.execute(
            question, {"agency_id": acting().agency_id, "today": clock.today(), **values}
        )
    )


def known(rows: Iterable[Any]) -> list[Known]:
    """What rows say of their cases."""
    return [
        (
            row.id,
            row.worth_minor,
            Facts(
                open_minor=row.open_minor,
                age=row.age,
                segment=row.segment,
                debtor_kind=DebtorKind(row.kind),
                tries=row.tries,
                reached=row.reached,
                kept=row.kept,
                broken=row.broken,
            ),
        )
        for row in rows
    ]
