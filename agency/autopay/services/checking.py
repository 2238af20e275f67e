"""What was asked of the provider and never answered for good: looked after, so that nothing hangs."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from agency.autopay.kinds import AT_PROVIDER, AttemptState, MethodState, Over
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.services.agreeing import complete
from agency.autopay.services.answering import answer, hold_back
from agency.autopay.services.ending import end
from agency.cases.services import lock
from agency.payments.accounts import gateway, is_in_reach
from agency.payments.reserving import ASKED_AFTER
from agency.payments.stripe_gateway import Charged, ProviderAway
from portal import clock, db, outbox

HANGS = timedelta(hours=1)
"""After so long a try without an answer is asked for again."""
ONCE_A_DAY = timedelta(days=1)
LIMIT = 500


def check_at_provider() -> int:
    """Have each try that waits too long looked after, and close pages that nobody completed; how many."""
    now = clock.now()
    tries = db.session.scalars(
        select(ChargeAttempt.id)
        .where(ChargeAttempt.state == AttemptState.SENDING, ChargeAttempt.sent_at < now - HANGS)
        .order_by(ChargeAttempt.id)
        .limit(LIMIT)
    ).all()
    for attempt_id in tries:
        outbox.later("autopay.charge", attempt_id=attempt_id)
    planned = db.session.scalars(
        select(ChargeAttempt.id)
        .where(ChargeAttempt.state == AttemptState.PLANNED, ChargeAttempt.planned_at < now - HANGS)
        .limit(LIMIT)
    ).all()
    if planned:
        outbox.later("autopay.prepare", attempt_ids=[str(it) for it in planned])
    return len(tries) + len(planned) + _close_pages()


def look_up_due(after: uuid.UUID | None = None) -> int:
    """Have each debit looked up that its bank has carried out for days, behind a plan; how many.

    A chunk at a time, the rest by a job anew. A plan has one try at the provider at the most.
    """
    begin = [] if after is None else [ChargeAttempt.plan_id > after]
    found = db.session.execute(
        select(ChargeAttempt.id, ChargeAttempt.plan_id)
        .where(
            *begin,
            ChargeAttempt.state == AttemptState.PROCESSING,
            ChargeAttempt.sent_at <= clock.now() - ASKED_AFTER,
        )
        .order_by(ChargeAttempt.plan_id)
        .limit(LIMIT)
    ).all()
    for each in found:
        outbox.later("autopay.look_up", attempt_id=each.id)
    if len(found) == LIMIT:
        outbox.later("autopay.look_up_due", after=found[-1].plan_id)
    return len(found)


def look_up(attempt: ChargeAttempt) -> None:
    """Ask what became of a debit that its bank carries out."""
    saved = db.session.get_one(SavedMethod, (attempt.agency_id, attempt.saved_method_id))
    told = find_charge(attempt, saved)
    if told is not None:
        answer(attempt, told)
    elif not is_in_reach(saved.agreed_at):
        give_up(attempt)


def find_charge(attempt: ChargeAttempt, saved: SavedMethod) -> Charged | None:
    """What the provider knows of a try; None where it never had it, or cannot be asked any more."""
    if not is_in_reach(saved.agreed_at):
        return None
    return gateway().find_charge(customer=str(saved.customer_ref), attempt_id=str(attempt.id))


def give_up(attempt: ChargeAttempt) -> None:
    """Let a try be over once its payment was given up; before that its bank may still carry it out."""
    lock(attempt.case)
    db.session.refresh(attempt)
    if attempt.state in AT_PROVIDER and attempt.payment and attempt.payment.ended_at:
        hold_back(attempt, "unheard")


def _close_pages() -> int:
    """What was allowed and never chosen is over; unless the provider says that it was."""
    found = db.session.scalars(
        select(SavedMethod)
        .where(
            SavedMethod.state == MethodState.ASKED,
            SavedMethod.agreed_at < clock.now() - ONCE_A_DAY,
        )
        .limit(LIMIT)
    ).all()
    for saved in found:
        try:
            if complete(saved):
                continue
        except ProviderAway:
            continue
        lock(saved.case)
        end(saved, Over.ABANDONED, by="system")
    return len(found)
