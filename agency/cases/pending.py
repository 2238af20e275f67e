"""What a case waits for besides its own steps, which the slices above know: a promise, a callback."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app

from agency.cases.kept import Model, kept_of
from agency.cases.models import Case, Mover

_SLOT = "pending_on_cases"
_ARRANGING = "arranged_on_cases"
_NEXT = "next_move_of_cases"


@dataclass(frozen=True, slots=True)
class Pending:
    """Something that is waited for: whose move, which, until when.

    `why` says in words for the office why nothing may be sent meanwhile; empty when it may.
    """

    mover: Mover
    move: str
    until: date
    why: str = ""


Ask = Callable[[Case], Iterable[Pending]]
"""Given a case, what a slice waits for on it."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a slice waits for, and the records without which it waits for nothing."""

    ask: Ask
    of: frozenset[Model]

    def may_tell(self, kept: frozenset[Model]) -> bool:
        """Whether it is worth asking about a case that has these records."""
        return not self.of or not self.of.isdisjoint(kept)


def add_source(app: Any, ask: Ask, *, of: Iterable[Model] = (), arranges: bool = False) -> None:
    """Let a slice tell what it waits for. Called when the slice joins the desk.

    `of`: it is asked only about cases that have records of one of these; about each, if none is
    named. `arranges`: it knows of the ways to pay that were agreed on, such as a plan.
    """
    source = Source(ask, frozenset(of))
    sources(app).append(source)
    if arranges:
        _arranging(app).append(source)


def pending(case: Case) -> list[Pending]:
    """All that is waited for on a case, the soonest first; our own moves before those of others."""
    return _of(sources(current_app), case)


def arranged(case: Case) -> list[Pending]:
    """Of these, what those slices wait for that know how it was agreed to pay."""
    return _of(_arranging(current_app), case)


NextMove = Callable[[Case], tuple[str, date] | None]
"""Given a case, what the agency does next by its procedure and when; None where it follows none."""


def set_next_move(app: Any, answer: NextMove) -> None:
    """Let the slice of procedures say what comes next when nothing presses more."""
    app.extensions[_NEXT] = answer


def next_move(case: Case) -> tuple[str, date] | None:
    """What the agency does next on a case by its procedure, and when."""
    answer: NextMove | None = current_app.extensions.get(_NEXT)
    return answer(case) if answer else None


def obstacle(case: Case) -> str:
    """Why nothing may be sent for a case while something is waited for; empty when it may."""
    return next((each.why for each in pending(case) if each.why), "")


def sources(app: Any) -> list[Source]:
    """What each slice told that it waits for."""
    found: list[Source] = app.extensions.setdefault(_SLOT, [])
    return found


def _of(its: Sequence[Source], case: Case) -> list[Pending]:
    kept = kept_of(case.id, {model for source in its for model in source.of})
    found = [each for source in its if source.may_tell(kept) for each in source.ask(case)]
    return sorted(found, key=lambda each: (each.mover is not Mover.AGENCY, each.until))


def _arranging(app: Any) -> list[Source]:
    found: list[Source] = app.extensions.setdefault(_ARRANGING, [])
    return found
