"""What every row of a pack carries: since when it holds, where it was read, how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from agency.law.vocabulary import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A statement of law with its provenance."""

    valid_from: date
    source: str
    read_on: date
    status: Status


Dated = TypeVar("Dated", bound=Row)


def in_force(rows: Sequence[Dated], on: date) -> Dated | None:
    """The latest usable row that has started by a day; a projected row is never in force."""
    found = None
    for row in rows:
        if row.valid_from <= on and row.status is not Status.PROJECTED:
            found = row
    return found
