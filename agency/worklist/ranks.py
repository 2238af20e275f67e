"""The order of a day: kinds of tasks, what each is called, and when each is on the list."""

from datetime import date, timedelta
from enum import IntEnum

from flask_babel import lazy_gettext as _


class Rank(IntEnum):
    """A kind of task; lower goes first. The database ranks by the same numbers."""

    BROKEN_PROMISE = 10
    PROMISE_DUE = 20
    CALLBACK = 30
    ANSWER = 40
    PLAN = 50
    APPROVAL = 60
    NEW_CLAIMS = 70
    LETTER = 80
    HOLD_OVER = 90
    OVERDUE = 95
    """Others were to move, and did not in time."""
    WORK = 100
    """No obligation: worked by what it is worth."""
    NOWHERE = 200


OBLIGATIONS = tuple(rank for rank in Rank if rank < Rank.WORK)
ON_THE_LIST = (*OBLIGATIONS, Rank.WORK)
CALLS = (Rank.BROKEN_PROMISE, Rank.PROMISE_DUE, Rank.CALLBACK, Rank.WORK)
"""What is done by calling."""

LABELS = {
    Rank.BROKEN_PROMISE: _("Broken promises"),
    Rank.PROMISE_DUE: _("Promises due"),
    Rank.CALLBACK: _("Calls agreed"),
    Rank.ANSWER: _("Answers owed"),
    Rank.PLAN: _("Plans at risk"),
    Rank.APPROVAL: _("To be approved"),
    Rank.NEW_CLAIMS: _("New claims"),
    Rank.LETTER: _("Letters"),
    Rank.HOLD_OVER: _("Holds that end"),
    Rank.OVERDUE: _("Others are late"),
    Rank.WORK: _("By expected value"),
}

_ON_THE_DAY = frozenset({Rank.PROMISE_DUE, Rank.CALLBACK, Rank.APPROVAL, Rank.HOLD_OVER})


def due_by(rank: Rank, today: date) -> date | None:
    """The last deadline that is on today's list; None where the task is there at once.

    A call, a promise, an approval and a hold come up on their day; others are late once their day has passed.
    """
    if rank in _ON_THE_DAY:
        return today
    return today - timedelta(days=1) if rank is Rank.OVERDUE else None
