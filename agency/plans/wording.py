"""Plans in words: how they stand, and how they were agreed."""

from flask_babel import lazy_gettext as _

from agency.compliance.wording import CHANNELS as LAW_CHANNELS
from agency.plans.kinds import CHANNELS as WAYS
from agency.plans.kinds import Answer, Interest, PlanState, Risk, SettlementState, Side
from agency.plans.models import Plan, Referral
from agency.plans.survival import By
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
    "creditor": _("Only the creditor, who is asked each time"),
}
"""Who may go beyond what a creditor allows."""


ANSWERS = {
    Answer.APPROVED: ("ok", _("Allowed")),
    Answer.REFUSED: ("bad", _("Turned down")),
    Answer.COUNTERED: ("info", _("Something else instead")),
    Answer.WITHDRAWN: ("neutral", _("Not asked any more")),
}
"""What a creditor answered, with its colour."""


def answer_of(referral: Referral) -> tuple[str, object]:
    """The colour and the word of what a creditor was asked."""
    return ("warn", _("Asked")) if referral.is_open else ANSWERS[Answer(referral.answer)]


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


RISKS = {
    Risk.ASKED: ("warn", _("The debtor waits for an answer")),
    Risk.BREAKING: ("bad", _("Late, and about to break")),
    Risk.LATE: ("bad", _("Late")),
    Risk.LAPSING: ("warn", _("Offered, and about to run out")),
    Risk.WAS_LATE: ("warn", _("Due soon, and was late before")),
    Risk.BOUNCED: ("warn", _("Due soon, and our mail came back")),
    Risk.UNREACHED: ("warn", _("Due soon, and no mail can remind of it")),
    Risk.UNREAD: ("warn", _("Due soon, and no sign since the reminder")),
    Risk.DECLINED: ("bad", _("The card or account refused")),
    Risk.GONE: ("warn", _("The card or account is not known any more")),
    Risk.EXPIRES: ("warn", _("The card expires before the next day")),
}
"""Why a plan is at risk, with its colour."""

COHORTS = {
    By.MONTH: _("By month"),
    By.SOURCE: _("By who made it"),
    By.TERMS: _("By number of instalments"),
}
"""What plans are put together by."""

COHORT_NAMES = {
    "staff": _("Made by staff"),
    "debtor": _("Made by debtors"),
    "1_short": _("1 to 3 instalments"),
    "2_medium": _("4 to 6 instalments"),
    "3_long": _("7 instalments and more"),
}
"""What such plans are called; a month is called by itself."""

SENT_BY = {
    "email": _("by mail"),
    "sms": _("by text message"),
    "post": _("by post"),
}
"""How an offer was sent."""

SIDES = {Side.AGENCY: _("for the agency"), Side.CREDITOR: _("for the creditor")}
"""For whom somebody wrote limits down."""

LIMITS = {
    "shortest": _("Fewest instalments"),
    "longest": _("Most instalments"),
    "smallest": _("Smallest instalment"),
    "first_percent": _("First instalment"),
    "interest": _("Interest"),
    "grace_days": _("Days of grace"),
    "beyond": _("Who may go beyond"),
    "answer_days": _("Days to answer"),
    **{
        f"floor_{name}_{row}": _("What settles a case")
        for row in range(1, 5)
        for name in ("age_days", "balance", "percent")
    },
}
"""The fields of limits, as errors name them."""
