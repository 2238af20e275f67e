"""What follows once money is in the books. A follower asks one question of all that came in: of its
`payment_ids` and `case_ids` for `agency_id` on `today`.

The questions of all followers go in the round trip that writes the money, and what they write at once
in another; most payments change nothing else, and then nothing else is loaded.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Executable

from portal import clock, db
from portal.together import Batch

Received = Mapping[UUID, UUID]
"""The case of each payment that came in, by the payment's id."""
Rows = Sequence[Any]


@dataclass(frozen=True, slots=True)
class _Follower:
    question: Executable
    write: Callable[[Batch, Rows], None] | None = None
    act: Callable[[Rows], None] | None = None


_FOLLOWERS: list[_Follower] = []
_TOLD: list[Callable[[Batch, Received], None]] = []


def writes(write: Callable[[Batch, Received], None]) -> Callable[[Batch, Received], None]:
    """Have a function put rows into a batch for all that came in."""
    _TOLD.append(write)
    return write


def writes_by(question: Executable) -> Callable[[Callable[[Batch, Rows], None]], Any]:
    """Have a function write by the rows of a question."""

    def follow_by(write: Callable[[Batch, Rows], None]) -> Callable[[Batch, Rows], None]:
        _FOLLOWERS.append(_Follower(question, write=write))
        return write

    return follow_by


def acts_on(question: Executable) -> Callable[[Callable[[Rows], None]], Any]:
    """Have a function act upon records, after all is written, if a question has any rows."""

    def follow_by(act: Callable[[Rows], None]) -> Callable[[Rows], None]:
        _FOLLOWERS.append(_Follower(question, act=act))
        return act

    return follow_by


def follow(batch: Batch, received: Received) -> None:
    """Write the rest of what came in, and do what follows from it, in the present transaction."""
    asked = {
        "payment_ids": [*received],
        "case_ids": [*{*received.values()}],
        "today": clock.today(),
    }
    for write in _TOLD:
        write(batch, received)
    answers = batch.write(*((each.question, asked) for each in _FOLLOWERS))
    db.session.expire_all()
    for follower, rows in zip(_FOLLOWERS, answers, strict=True):
        if follower.write:
            follower.write(batch, rows)
    batch.write()
    for follower, rows in zip(_FOLLOWERS, answers, strict=True):
        if follower.act and rows:
            follower.act(rows)
