"""Which claims of a case count together for costs, and what is known of them by then. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from agency.law.costs.facts import Circumstances
from agency.law.vocabulary import FeeLetterKind

Lot = list[int]
"""The claims of a lot, by their place."""


def lots(known: Sequence[Circumstances]) -> list[Lot]:
    """The claims that count as one principal, by place: those of which the law asks the same.

    A claim whose contract names its costs, or whose costs were proven, counts by itself; and so do
    claims that one demand of the agency names, the earliest demand first.
    """
    found: dict[Any, Lot] = {}
    for place, each in enumerate(known):
        found.setdefault(_mark(place, each), []).append(place)
    if len(found) == 1:
        return list(found.values())
    return sorted(found.values(), key=lambda lot: (_demanded_on(known[lot[0]]), lot[0]))


def together(known: Sequence[Circumstances], *, without: Sequence[Any] = ()) -> Circumstances:
    """What is known of several claims of a lot: a letter that names them all is one letter.

    `without` are letters whose fee another lot bears. Fees wait for the latest due date, and the
    principal is paid when that of each claim is.
    """
    first = known[0]
    if not any(each.letters for each in known):
        return first
    letters = {letter for each in known for letter in each.letters}.difference(without)
    paid_on = [each.paid_on for each in known if each.paid_on]
    return replace(
        first,
        letters=tuple(sorted(letters, key=lambda letter: (letter.sent_on, letter.kind))),
        due_on=max(each.due_on for each in known if each.due_on),
        paid_on=max(paid_on) if len(paid_on) == len(known) else None,
    )


def _mark(place: int, known: Circumstances) -> Any:
    if known.agreed is not None or known.proven is not None:
        return place
    return known.clause, known.disputed, known.effort, _demanded_on(known)


def _demanded_on(known: Circumstances) -> date:
    """When the agency first demanded a claim; the end of time where it has not."""
    return next(
        (it.sent_on for it in known.letters if it.kind is FeeLetterKind.AGENCY_DEMAND), date.max
    )
