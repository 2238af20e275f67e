"""What the provider says of a try: in, under way, or declined with what follows."""

from datetime import date, timedelta

from agency.autopay.kinds import AT_PROVIDER, AttemptState, Over, Risk
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.queries import attempts_for
from agency.autopay.retries import Act, act_on, retry_on
from agency.autopay.services.ending import end
from agency.autopay.services.next_moves import go_on
from agency.cases.services import lock
from agency.payments import services as payments
from agency.payments.models import Payment
from agency.payments.stripe_gateway import Charged
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.web import get

_ENDING = (Act.ASK, Act.NEVER)
"""What follows a decline after which the method is not used again."""


def answer(attempt: ChargeAttempt, told: Charged) -> bool:
    """Take in what became of a try, from the call or from a message, in any order. False when known."""
    lock(attempt.case)
    db.session.refresh(attempt)
    if attempt.payment_id is None or attempt.state == AttemptState.PAID:
        return False
    payment = get(Payment, attempt.payment_id)
    if told.state == "paid":
        return _paid(attempt, payment, told)
    if attempt.state not in AT_PROVIDER:
        return False
    if told.state == "processing":
        return _goes_on(attempt, payment, told)
    _declined(attempt, payment, told)
    return True


def hold_back(attempt: ChargeAttempt, why: str) -> None:
    """Let a try be over without an answer: nothing was taken."""
    attempt.state, attempt.code, attempt.answered_at = AttemptState.HELD_BACK, why, clock.now()
    if attempt.payment_id:
        payments.end(get(Payment, attempt.payment_id), "held_back", by="system")
    audit.record(attempt, "autopay.held_back", by="system", why=why)
    db.session.flush()


def _paid(attempt: ChargeAttempt, payment: Payment, told: Charged) -> bool:
    attempt.state, attempt.code, attempt.retry_on = AttemptState.PAID, "", None
    attempt.answered_at = clock.now()
    db.session.flush()
    return payments.settle(
        payment,
        amount=attempt.amount,
        payment_intent=str(told.payment_intent),
        received_on=clock.today(),
    )


def _goes_on(attempt: ChargeAttempt, payment: Payment, told: Charged) -> bool:
    if attempt.state == AttemptState.PROCESSING:
        return False
    attempt.state, payment.payment_intent = AttemptState.PROCESSING, told.payment_intent
    audit.record(attempt, "autopay.processing", by="stripe", amount=attempt.amount)
    db.session.flush()
    return True


def _declined(attempt: ChargeAttempt, payment: Payment, told: Charged) -> None:
    act = act_on(told.code, told.advice)
    attempt.state, attempt.code, attempt.answered_at = (
        AttemptState.DECLINED,
        told.code,
        clock.now(),
    )
    db.session.flush()
    attempt.retry_on = retry_on(
        act, clock.today(), tried=_tried(attempt), last_day=_last_day(attempt)
    )
    payments.end(payment, "declined", by="stripe")
    audit.record(
        attempt,
        "autopay.declined",
        by="stripe",
        amount=attempt.amount,
        code=told.code,
        act=str(act),
    )
    saved = get(SavedMethod, attempt.saved_method_id)
    db.session.refresh(saved)
    if act in _ENDING and saved.is_active:
        end(saved, Over.REFUSED, by="stripe")
    elif attempt.retry_on is None:
        saved.risk, saved.risk_for = Risk.DECLINED, attempt.due_on
    db.session.flush()
    for news in ("declined", "approve") if act is Act.AUTHENTICATE else ("declined",):
        outbox.later("autopay.tell", plan_id=attempt.plan_id, news=news, about=str(attempt.id))
    go_on(attempt.case)


def _tried(attempt: ChargeAttempt) -> int:
    """How often the instalment was declined by this method."""
    return sum(
        it.state == AttemptState.DECLINED and it.saved_method_id == attempt.saved_method_id
        for it in attempts_for(attempt.plan_id, attempt.due_on)
    )


def _last_day(attempt: ChargeAttempt) -> date:
    """The last day on which the money keeps the plan."""
    return attempt.due_on + timedelta(days=attempt.plan.grace_days)
