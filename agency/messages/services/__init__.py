"""What is done with messages: take them in, find their case, write, settle, put aside."""

from agency.messages.services.asking import ask_on_page
from agency.messages.services.fetching import fetch, mailbox, remove_mailbox, set_mailbox
from agency.messages.services.house_rules import set_answer_days
from agency.messages.services.house_texts import text_by_itself, text_number
from agency.messages.services.next_moves import interrupt as interrupt_by
from agency.messages.services.page_writing import write_on_page
from agency.messages.services.settling import log_as_settled, needs_no_answer, open_message
from agency.messages.services.sorting import assign, drop
from agency.messages.services.taking import take
from agency.messages.services.text_gateways import (
    remove_text_gateway,
    set_text_gateway,
    text_gateway,
)
from agency.messages.services.text_sending import hear_of, send_text
from agency.messages.services.text_taking import IncomingText, take_text
from agency.messages.services.text_writing import WrittenText, write_text
from agency.messages.services.writing import Written, obstacle_to, page_obstacle, write

__all__ = [
    "IncomingText",
    "Written",
    "WrittenText",
    "ask_on_page",
    "assign",
    "drop",
    "fetch",
    "hear_of",
    "interrupt_by",
    "log_as_settled",
    "mailbox",
    "needs_no_answer",
    "obstacle_to",
    "open_message",
    "page_obstacle",
    "remove_mailbox",
    "remove_text_gateway",
    "send_text",
    "set_answer_days",
    "set_mailbox",
    "set_text_gateway",
    "take",
    "take_text",
    "text_by_itself",
    "text_gateway",
    "text_number",
    "write",
    "write_on_page",
    "write_text",
]
