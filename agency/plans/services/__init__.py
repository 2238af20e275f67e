"""What is done about plans: offer, ask for, agree, put off, end, and judge them by the books."""

from agency.plans.services.agreeing import accept, agree, approve
from agency.plans.services.ending import end
from agency.plans.services.judging import judge_due, judge_plan_of, remind_due
from agency.plans.services.limiting import set_terms
from agency.plans.services.offering import (
    Situation,
    ask_for,
    draft,
    must_be_within,
    offer,
    refuse,
    situation,
)
from agency.plans.services.putting_off import defer, may_defer

__all__ = [
    "Situation",
    "accept",
    "agree",
    "approve",
    "ask_for",
    "defer",
    "draft",
    "end",
    "judge_due",
    "judge_plan_of",
    "may_defer",
    "must_be_within",
    "offer",
    "refuse",
    "remind_due",
    "set_terms",
    "situation",
]
