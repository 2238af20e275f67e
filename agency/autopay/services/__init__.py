"""What is done about instalments that are taken by themselves: allow, choose, charge, warn, end."""

from agency.autopay.services.agreeing import begin, complete, revoke, take
from agency.autopay.services.ahead import announce_due, look_ahead, look_at_method, see_risk
from agency.autopay.services.answering import answer
from agency.autopay.services.charging import charge, prepare
from agency.autopay.services.checking import check_at_provider, look_up, look_up_due
from agency.autopay.services.choosing import CHUNK, run
from agency.autopay.services.ending import end, end_lost
from agency.autopay.services.linking import send_card_link
from agency.autopay.services.next_moves import go_on, is_at_risk

__all__ = [
    "CHUNK",
    "announce_due",
    "answer",
    "begin",
    "charge",
    "check_at_provider",
    "complete",
    "end",
    "end_lost",
    "go_on",
    "is_at_risk",
    "look_ahead",
    "look_at_method",
    "look_up",
    "look_up_due",
    "prepare",
    "revoke",
    "run",
    "see_risk",
    "send_card_link",
    "take",
]
