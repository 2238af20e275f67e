"""Plans in words: how they stand, and how they were agreed."""

from flask_babel import lazy_gettext as _

from agency.compliance.wording import CHANNELS as LAW_CHANNELS
from agency.plans.kinds import CHANNELS as WAYS
from agency.plans.kinds import Interest, PlanState, SettlementState
from agency.plans.models import Plan
from portal.audit.words import name_of

STATES = {
    PlanState.ASKED: ("warn", _("Asked for")),
    PlanState.OFFERED: ("info", _("Offered")),
    PlanState.RUNNING: ("ok", _("Is kept")),
    PlanState.COMPLETED: ("ok", _("Paid")),
    PlanState.BROKEN: ("bad", _("Broken")),
    PlanState.ENDED: ("neutral", _("Over")),
}
"""How a plan stands, with its colour."""

SETTLEMENTS = {
    SettlementState.OFFERED: ("info", _("Offered")),
    SettlementState.AGREED: ("info", _("Agreed")),
    SettlementState.IN_FORCE: ("ok", _("In force")),
    SettlementState.VOID: ("bad", _("Void")),
    SettlementState.ENDED: ("neutral", _("Over")),
}
"""How a settlement stands, with its colour."""

ENDINGS = {
    "closed": _("Over with the case"),
    "renewed": _("Another plan took its place"),
    "lapsed": _("Not agreed to in time"),
}
"""Why a plan is over, where no person said so in its own words."""

CHANNELS = {**{key.value: text for key, text in LAW_CHANNELS.items()}, "portal": _("Payment page")}
HEARD = [(way, CHANNELS[way]) for way in WAYS if way in CHANNELS and way != "portal"]
"""How staff heard that a debtor agrees."""

INTEREST = {
    Interest.RUNS: _("Interest goes on and is added at the end"),
    Interest.WAIVED: _("No further interest while the plan is kept"),
}

BEYOND = {
    "collector": _("Every collector, with a reason"),
    "manager": _("A manager, with a reason"),
}
"""Who may go beyond what a creditor allows."""


def state_of(plan: Plan) -> tuple[str, object]:
    """The colour and the word of how a plan stands."""
    if plan.is_running and plan.late_minor:
        return "warn", _("Late")
    return STATES[PlanState(plan.state)]


def ended_why(plan: Plan) -> str:
    """Why a plan is over."""
    return str(ENDINGS.get(plan.ended_why, plan.ended_why))


def who(name: str) -> str:
    """Who made a plan."""
    return name_of(name)
