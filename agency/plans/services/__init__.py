"""What is done about plans: offer, ask for, agree, put off, end, and judge them by the books."""

from agency.plans.services.agreeing import accept, agree, approve, begin_agreed
from agency.plans.services.changing import move_dates, split_next
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
from agency.plans.services.putting_off import defer, defer_next, may_defer
from agency.plans.services.referring import (
    answer_referral,
    carry_out,
    propose,
    refer,
    refer_settlement,
)
from agency.plans.services.reminding import remind_creditors, take_over_unanswered
from agency.plans.services.sending import Way, send_offer, sent
from agency.plans.services.settled import (
    judge_settlement_of,
    lapse_settlements,
    received_for_settlement,
)
from agency.plans.services.settling import (
    accept_settlement,
    end_settlement,
    least_settlement,
    offer_settlement,
    terms_shown,
)
from agency.plans.services.waiving import judge_waiver_of
from agency.plans.services.warning import look_ahead, see_risk
from agency.plans.services.withdrawing import withdraw, withdraw_open

__all__ = [
    "Situation",
    "Way",
    "accept",
    "accept_settlement",
    "agree",
    "answer_referral",
    "approve",
    "ask_for",
    "begin_agreed",
    "carry_out",
    "defer",
    "defer_next",
    "draft",
    "end",
    "end_settlement",
    "judge_due",
    "judge_plan_of",
    "judge_settlement_of",
    "judge_waiver_of",
    "lapse_settlements",
    "least_settlement",
    "look_ahead",
    "may_defer",
    "move_dates",
    "must_be_within",
    "offer",
    "offer_settlement",
    "propose",
    "received_for_settlement",
    "refer",
    "refer_settlement",
    "refuse",
    "remind_creditors",
    "remind_due",
    "see_risk",
    "send_offer",
    "sent",
    "set_terms",
    "situation",
    "split_next",
    "take_over_unanswered",
    "terms_shown",
    "withdraw",
    "withdraw_open",
]
