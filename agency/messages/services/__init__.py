"""What is done with messages: take them in, find their case, write, settle, put aside."""

from agency.messages.services.fetching import fetch, mailbox, remove_mailbox, set_mailbox
from agency.messages.services.house_rules import set_answer_days
from agency.messages.services.next_moves import interrupt as interrupt_by
from agency.messages.services.page_writing import write_on_page
from agency.messages.services.settling import log_as_settled, needs_no_answer, open_message
from agency.messages.services.sorting import assign, drop
from agency.messages.services.taking import take
from agency.messages.services.writing import Written, obstacle_to, write

__all__ = [
    "Written",
    "assign",
    "drop",
    "fetch",
    "interrupt_by",
    "log_as_settled",
    "mailbox",
    "needs_no_answer",
    "obstacle_to",
    "open_message",
    "remove_mailbox",
    "set_answer_days",
    "set_mailbox",
    "take",
    "write",
    "write_on_page",
]
