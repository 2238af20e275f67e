"""Whose move a case is after something was promised, asked for, or not kept."""

from collections.abc import Iterable

from agency.cases import services as cases
from agency.cases.models import Case, Mover
from agency.cases.pending import Pending
from agency.contacts.queries import open_callbacks, running_promise
from portal import clock
from portal.errors import Words

PRESSING = ("review", "answer", "request")
"""Moves that come before any promise or call."""
_AFTER_DAYS = 1


def pending_of(case: Case) -> Iterable[Pending]:
    """What a case waits for: the calls that were asked for, and the promise that runs."""
    for callback in open_callbacks(case):
        on = clock.day_of(callback.due_at)
        yield Pending(Mover.AGENCY, "callback", on)
    if promised := running_promise(case):
        why = Words(
            "The debtor promised to pay %(amount)s by %(day)s. Nothing goes out before.",
            amount=promised.amount,
            day=promised.due_on,
        )
        yield Pending(Mover.DEBTOR, "promise", promised.due_on, why)


def go_on(case: Case) -> None:
    """Let the case wait for what comes next, unless something presses more."""
    if case.is_open and case.move not in PRESSING:
        cases.carry_on(case, _AFTER_DAYS)


def ask_why(case: Case) -> None:
    """Let a collector ask why a promise was not kept, unless something presses more."""
    if case.is_open and not case.hold and case.move not in (*PRESSING, "callback"):
        case.waits_for(Mover.AGENCY, "broken_promise", clock.today())
