"""Whether a promise to pay was kept, from what the books say came in for it. Pure."""

from datetime import date

from agency.contacts.kinds import PromiseState
from portal.money import Money


def judged(
    amount: Money, received: Money, due_on: date, *, on: date, is_ended: bool
) -> PromiseState:
    """How a promise stands on a day.

    `received` is what came in after it was made and by its due date, less what of that went back.
    A promise runs through its due date; what came in is enough as soon as it is there.
    """
    if received >= amount:
        return PromiseState.KEPT
    if is_ended:
        return PromiseState.ENDED
    if on <= due_on:
        return PromiseState.RUNNING
    return PromiseState.PARTLY_KEPT if received.minor > 0 else PromiseState.BROKEN
