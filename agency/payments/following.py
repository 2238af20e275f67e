"""What follows once money is in the books. A follower asks one question of all that came in: of its
`payment_ids` and `case_ids` for `agency_id` on `today`.

All that is asked goes in the round trip that writes the money, and what followers write at once in
another; most payments change nothing else, and then nothing else is loaded.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, TextClause, literal, select, union_all

from portal import clock, db
from portal.together import Asked, Batch

Received = Mapping[UUID, UUID]
"""The case of each payment that came in, by the payment's id."""
Rows = Sequence[Any]
Ids = Sequence[UUID]
Question = Select[UUID]


@dataclass(frozen=True, slots=True, eq=False)
class _Follower:
    question: Question
    write: Callable[[Batch, Ids], None] | None = None
    act: Callable[[Ids], None] | None = None


_FOLLOWERS: list[_Follower] = []
_READERS: list[tuple[TextClause, Callable[[Batch, Rows], None]]] = []
_TOLD: list[Callable[[Batch, Received], None]] = []


def writes(write: Callable[[Batch, Received], None]) -> Callable[[Batch, Received], None]:
    """Have a function put rows into a batch for all that came in."""
    _TOLD.append(write)
    return write


def writes_by(question: Question) -> Callable[[Callable[[Batch, Ids], None]], Any]:
    """Have a function write by the ids that a question finds."""

    def follow_by(write: Callable[[Batch, Ids], None]) -> Callable[[Batch, Ids], None]:
        _FOLLOWERS.append(_Follower(question, write=write))
        return write

    return follow_by


def writes_by_facts(question: TextClause) -> Callable[[Callable[[Batch, Rows], None]], Any]:
    """Have a function write by the rows that a question finds."""

    def follow_by(write: Callable[[Batch, Rows], None]) -> Callable[[Batch, Rows], None]:
        _READERS.append((question, write))
        return write

    return follow_by


def acts_on(question: Question) -> Callable[[Callable[[Ids], None]], Any]:
    """Have a function act upon records, after all is written, if a question finds the ids of any."""

    def follow_by(act: Callable[[Ids], None]) -> Callable[[Ids], None]:
        _FOLLOWERS.append(_Follower(question, act=act))
        return act

    return follow_by


def follow(batch: Batch, received: Received) -> None:
    """Write the rest of what came in, and do what follows from it, in the present transaction."""
    of_them = {
        "payment_ids": [*received],
        "case_ids": [*{*received.values()}],
        "today": clock.today(),
    }
    for tell in _TOLD:
        tell(batch, received)
    asked: list[Asked] = [(_all_in_one(*_FOLLOWERS), of_them)]
    asked += [(question, of_them) for question, _ in _READERS]
    found, *facts = batch.write(*asked)
    db.session.expire_all()
    ids: list[list[UUID]] = [[] for _ in _FOLLOWERS]
    for row in found:
        ids[row.follower].append(row.id)
    more = Batch()
    for (_, write), rows in zip(_READERS, facts, strict=True):
        write(more, rows)
    for follower, its in zip(_FOLLOWERS, ids, strict=True):
        if follower.write:
            follower.write(more, its)
    more.write()
    for follower, its in zip(_FOLLOWERS, ids, strict=True):
        if follower.act and its:
            follower.act(its)


@cache
def _all_in_one(*followers: _Follower) -> CompoundSelect[Any]:
    """The questions of followers as one, whose rows say for which of them an id was found."""
    return union_all(
        *(
            select(literal(n).label("follower"), *each.question.subquery().c)
            for n, each in enumerate(followers)
        )
    )
