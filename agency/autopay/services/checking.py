"""What was asked of the provider and never answered for good: looked after, so that nothing hangs."""

from datetime import timedelta

from sqlalchemy import and_, or_, select

from agency.autopay.kinds import AT_PROVIDER, AttemptState, MethodState, Over
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.services.agreeing import complete
from agency.autopay.services.answering import answer, hold_back
from agency.autopay.services.ending import end
from agency.cases.services import lock
from agency.payments.accounts import gateway, is_in_reach
from agency.payments.stripe_gateway import Charged, ProviderAway
from portal import clock, db, outbox

HANGS = timedelta(hours=1)
"""After so long a try without an answer is asked for again."""
ONCE_A_DAY = timedelta(days=1)
LIMIT = 500


def check_at_provider() -> int:
    """Have each try that waits too long looked after, and close pages that nobody completed; how many."""
    now = clock.now()
    tries = db.session.execute(
        select(ChargeAttempt.id, ChargeAttempt.state)
        .where(
            or_(
                and_(
                    ChargeAttempt.state == AttemptState.SENDING, ChargeAttempt.sent_at < now - HANGS
                ),
                and_(
                    ChargeAttempt.state == AttemptState.PROCESSING,
                    ChargeAttempt.sent_at < now - ONCE_A_DAY,
                ),
            )
        )
        .order_by(ChargeAttempt.id)
        .limit(LIMIT)
    ).all()
    for attempt_id, state in tries:
        job = "autopay.charge" if state == AttemptState.SENDING else "autopay.look_up"
        outbox.later(job, attempt_id=attempt_id)
    planned = db.session.scalars(
        select(ChargeAttempt.id)
        .where(ChargeAttempt.state == AttemptState.PLANNED, ChargeAttempt.planned_at < now - HANGS)
        .limit(LIMIT)
    ).all()
    if planned:
        outbox.later("autopay.prepare", attempt_ids=[str(it) for it in planned])
    return len(tries) + len(planned) + _close_pages()


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
