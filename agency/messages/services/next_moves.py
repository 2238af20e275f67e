"""Whose move a case is while a message waits, and after."""

from collections.abc import Iterable
from datetime import date

from agency.cases import services as cases
from agency.cases.models import Case, Mover, Party
from agency.cases.pending import Pending, pending
from agency.messages.models import Message
from agency.messages.queries import waiting_on
from portal import clock, db
from portal.errors import Words

PRESSING = ("review", "answer", "request")
"""Moves that come before any message."""
MOVE, BOUNCED = "message", "bounced"
LASTING = ("pay", "release", "dispatch", "rewrite")
"""Moves that a message only interrupts; the others are worked out anew."""
_AFTER_DAYS = 1


def pending_of(case: Case) -> Iterable[Pending]:
    """The messages that wait for an answer. A debtor's own holds back what we would send."""
    for message in waiting_on(case):
        if message.answer_by is not None:
            move = BOUNCED if message.is_bounce else MOVE
            yield Pending(Mover.AGENCY, move, message.answer_by, _why(message))


def interrupt(message: Message) -> None:
    """Let the case of a message that wants an answer wait for that, unless something presses more."""
    case = cases.lock(message.case) if message.case else None
    if case is None or not case.is_open or case.move in PRESSING or not message.waits:
        return
    waiting = waiting_on(case)
    if case.move not in (MOVE, BOUNCED):
        _remember(message, case.mover, case.move, case.move_until)
    elif first := next((each for each in waiting if each.interrupted_move), None):
        _remember(message, first.interrupted_mover, first.interrupted_move, first.interrupted_until)
    cases.carry_on(case, _AFTER_DAYS)


def go_on(message: Message) -> None:
    """Let a case go on once its message is dealt with: with what was interrupted if nothing else waits."""
    case = message.case
    if case is None or not case.is_open or case.move not in (MOVE, BOUNCED):
        return
    cases.carry_on(case, _AFTER_DAYS)
    is_free = case.move not in (*PRESSING, "held") and not pending(case)
    if is_free and message.interrupted_move in LASTING and message.interrupted_until:
        mover = Mover(message.interrupted_mover)
        case.waits_for(mover, message.interrupted_move, message.interrupted_until)


def _remember(message: Message, mover: str, move: str, until: date | None) -> None:
    message.interrupted_mover, message.interrupted_move = mover, move
    message.interrupted_until = until
    db.session.flush()


def _why(message: Message) -> str:
    if message.party != Party.DEBTOR or message.is_bounce:
        return ""
    return Words(
        "The debtor wrote to us on %(day)s and has no answer yet. Answer that first.",
        day=clock.day_of(message.at),
    )
