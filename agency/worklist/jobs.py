"""What the worklist does at night: segments, what cases are worth, when people are reached, who gets which."""

from uuid import UUID

from agency.worklist import services
from portal import outbox
from portal.jobs import every, job

DAY = 24 * 3600


@job("worklist.renew")
def renew() -> None:
    """Divide the cases into segments, count the calls, and begin to reckon."""
    services.divide()
    services.count_calls()
    outbox.later("worklist.reckon")


@job("worklist.reckon")
def reckon(after: str = "") -> None:
    """Reckon a chunk of cases, and go on behind it."""
    last = services.reckon_after(UUID(after) if after else None)
    if last:
        outbox.later("worklist.reckon", after=last)
    else:
        outbox.later("worklist.assign")


@job("worklist.assign")
def assign(after: str = "") -> None:
    """Give a chunk of the cases of nobody to whom the rules say, and go on behind it."""
    last = services.assign_after(UUID(after) if after else None)
    if last:
        outbox.later("worklist.assign", after=last)


every(DAY, "worklist.renew")
