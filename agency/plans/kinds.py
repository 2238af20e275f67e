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


class Risk(StrEnum):
    """Why a plan may not hold, the most pressing first."""

    ASKED = "asked"
    """The debtor waits for an answer."""
    BREAKING = "breaking"
    """Late, and its days of grace end within two days."""
    LATE = "late"
    LAPSING = "lapsing"
    """An offer that nobody agreed to, about to run out."""
    DECLINED = "declined"
    """The card or account refused the instalment, and is not tried again by itself."""
    GONE = "gone"
    """The card or account failed the check before the day."""
    EXPIRES = "expires"
    WAS_LATE = "was_late"
    """The next instalment is near, and one was late before."""
    BOUNCED = "bounced"
    """The next instalment is near, and our mail came back."""
    UNREACHED = "unreached"
    """The next instalment is near, and there is no address for a reminder."""
    UNREAD = "unread"
    """The next instalment is near, and the debtor gave no sign since the reminder."""


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

CARD_AT_RISK = "card_of_plan_at_risk"
"""The slot of whoever takes instalments by card: given a plan, an expression for its `Risk`, or null."""
CARD_LINK = "link_for_another_card"
"""The slot of whoever sends a debtor to the page for another card: the endpoint of a case and a plan."""
