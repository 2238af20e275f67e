"""What plans and settlements can be: the words that are stored."""

from enum import StrEnum


class PlanState(StrEnum):
    """How a plan stands."""

    ASKED = "asked"
    """The debtor asks for one beyond the limits; somebody decides."""
    OFFERED = "offered"
    RUNNING = "running"
    COMPLETED = "completed"
    BROKEN = "broken"
    ENDED = "ended"
    """Taken back, refused, run out, or over with its case."""


ALIVE = (PlanState.ASKED, PlanState.OFFERED, PlanState.RUNNING)
"""While one of these stands, no other plan is begun and nothing is chased."""
OPEN = (PlanState.ASKED, PlanState.OFFERED)


class SettlementState(StrEnum):
    """How a settlement stands."""

    OFFERED = "offered"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    """Paid by its day; the rest is written off."""
    VOID = "void"
    ENDED = "ended"


class Interest(StrEnum):
    """What becomes of interest while a plan is kept."""

    RUNS = "runs"
    WAIVED = "waived"


class Beyond(StrEnum):
    """Who may let a plan or settlement go beyond the limits."""

    COLLECTOR = "collector"
    MANAGER = "manager"
    CREDITOR = "creditor"


class Side(StrEnum):
    """Who wrote limits down."""

    AGENCY = "agency"
    CREDITOR = "creditor"


class News(StrEnum):
    """What became of a plan; each is told once."""

    OFFERED = "offered"
    AGREED = "agreed"
    LATE = "late"
    BROKEN = "broken"
    COMPLETED = "completed"
    ENDED = "ended"
    REFUSED = "refused"
    CHANGED = "changed"


class Answer(StrEnum):
    """What a creditor answers when it is asked to go beyond its limits."""

    APPROVED = "approved"
    REFUSED = "refused"
    COUNTERED = "countered"
    WITHDRAWN = "withdrawn"
    """No answer is wanted any more."""


CHANNELS = ("portal", "phone", "email", "post", "visit")
"""How a plan is agreed."""

ANNOUNCED_OTHERWISE = "instalments_announced_otherwise"
"""The slot of whoever announces instalments instead of a reminder: given a plan, a condition on it."""
