"""What is done about contact: log it, take a promise, plan a call, judge promises by the books."""

from agency.contacts.services.calling_back import plan
from agency.contacts.services.judging import (
    judge_due,
    judge_promises_of,
    remind_due,
    wake_callbacks,
)
from agency.contacts.services.logging import Logged, log_contact, waiting_call
from agency.contacts.services.promising import (
    allowance,
    end,
    give_way,
    is_arranged,
    is_arranged_by,
    promise,
    set_limits,
)

__all__ = [
    "Logged",
    "allowance",
    "end",
    "give_way",
    "is_arranged",
    "is_arranged_by",
    "judge_due",
    "judge_promises_of",
    "log_contact",
    "plan",
    "promise",
    "remind_due",
    "set_limits",
    "waiting_call",
    "wake_callbacks",
]
