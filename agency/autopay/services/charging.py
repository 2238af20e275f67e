"""One instalment is taken: reserved first, then asked of the provider, once whatever happens.

The two are jobs of their own. What is reserved is in the database before the provider is asked, so that
whoever dies in between finds the same try again, and the provider knows it by its id.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists, select

from agency.autopay.kinds import AttemptState
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.queries import attempts_for, is_barred
from agency.autopay.services.answering import answer, hold_back
from agency.autopay.services.checking import find_charge, give_up
from agency.cases.models import Case
from agency.cases.services import lock
from agency.charges.services import book
from agency.payments.accounts import gateway, is_in_reach
from agency.payments.models import Payment
from agency.payments.services import LEAST
from agency.payments.stripe_gateway import ChargeOrder, ProviderRefused
from agency.payments.stripe_gateway.errors import ProviderAway
from agency.plans.position import Position, position
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.keys import new_key
from portal.money import Money
from portal.web import get

KEY_LIFE = timedelta(hours=20)
"""The provider remembers the key of a try for a day; after so long we ask what became of it instead."""


def prepare(attempt_ids: Sequence[uuid.UUID]) -> None:
    """Reserve the amounts of tries, each as its books stand now, and have the provider asked."""
    found = db.session.scalars(
        select(ChargeAttempt)
        .where(ChargeAttempt.id.in_(attempt_ids), ChargeAttempt.state == AttemptState.PLANNED)
        .order_by(ChargeAttempt.case_id)
    ).all()
    for attempt in found:
        _prepare(attempt)


def charge(attempt: ChargeAttempt) -> None:
    """Ask the provider for what was reserved. Twice is once: it is the same charge."""
    lock(attempt.case)
    db.session.refresh(attempt)
    if attempt.state != AttemptState.SENDING or attempt.payment is None:
        return
    saved = get(SavedMethod, attempt.saved_method_id)
    db.session.refresh(saved)
    if attempt.payment.paid_at is not None:
        attempt.state, attempt.answered_at = AttemptState.PAID, clock.now()
    elif _may_be_asked(attempt, saved):
        _ask(attempt, saved)
    else:
        _look_up(attempt, saved)


def _prepare(attempt: ChargeAttempt) -> None:
    lock(attempt.case)
    db.session.refresh(attempt)
    if attempt.state != AttemptState.PLANNED:
        return
    saved = get(SavedMethod, attempt.saved_method_id)
    db.session.refresh(saved)
    stands = _stands(attempt)
    amount = _due(stands)
    if not saved.is_active:
        hold_back(attempt, "revoked")
    elif _is_barred(attempt, but_for=None):
        hold_back(attempt, "barred")
    elif _was_taken(attempt):
        hold_back(attempt, "taken_before")
    elif stands is None or amount is None or amount.minor < LEAST:
        hold_back(attempt, "nothing_due")
    else:
        if (
            amount == stands.left
        ):  # What runs while a bank carries it out is told from what ran before.
            book(attempt.case, clock.today(), by="system")
        _reserve(attempt, saved, amount)
        outbox.later("autopay.charge", attempt_id=attempt.id)


def _reserve(attempt: ChargeAttempt, saved: SavedMethod, amount: Money) -> None:
    now = clock.now()
    payment = Payment(
        id=new_key(),
        creditor_id=attempt.creditor_id,
        case_id=attempt.case_id,
        method=saved.kind,
        amount_minor=amount.minor,
        currency=amount.currency,
        locale=saved.locale,
        expires_at=now + KEY_LIFE,
        awaited_since=now,
    )
    db.session.add(payment)
    db.session.flush()
    attempt.amount, attempt.payment_id = amount, payment.id
    attempt.state, attempt.sent_at = AttemptState.SENDING, now
    db.session.flush()
    audit.record(attempt, "autopay.asked", by="system", amount=amount, day=attempt.due_on)


def _was_taken(attempt: ChargeAttempt) -> bool:
    """Whether an instalment was taken before: it never is again, even where money went back since."""
    tries = attempts_for(attempt.plan_id, attempt.due_on)
    return any(it.payment is not None and it.payment.paid_at is not None for it in tries)


def _stands(attempt: ChargeAttempt) -> Position | None:
    """Where the plan stands by the books; None where the instalment is not due any more."""
    plan = attempt.plan
    db.session.refresh(plan)
    stands = position(plan) if plan.is_running else None
    coming = stands.next if stands else None
    if coming is None or coming.due_on != attempt.due_on or coming.due_on > clock.today():
        return None
    return stands


def _due(stands: Position | None) -> Money | None:
    """What is open of the instalment that comes next."""
    return stands.next.left if stands and stands.next else None


def _may_be_asked(attempt: ChargeAttempt, saved: SavedMethod) -> bool:
    """Whether the try is still allowed, so fresh that it counts once, and nothing came in between."""
    return (
        saved.is_active
        and attempt.sent_at is not None
        and attempt.sent_at > clock.now() - KEY_LIFE
        and _due(_stands(attempt)) == attempt.amount
        and not _is_barred(attempt, but_for=attempt.payment_id)
    )


def _ask(attempt: ChargeAttempt, saved: SavedMethod) -> None:
    try:
        told = gateway().charge(
            ChargeOrder(
                attempt_id=str(attempt.id),
                payment_id=str(attempt.payment_id),
                amount=attempt.amount,
                customer=str(saved.customer_ref),
                method=str(saved.method_ref),
                kind=saved.kind,
                mandate=saved.mandate_ref,
                description=attempt.case.reference,
            )
        )
    except ProviderAway:
        raise
    except ProviderRefused as error:
        hold_back(attempt, error.code or "refused")
        return
    answer(attempt, told)


def _look_up(attempt: ChargeAttempt, saved: SavedMethod) -> None:
    """What must not be asked for may have been asked before somebody died: only the provider knows."""
    told = find_charge(attempt, saved)
    if told is None and not is_in_reach(saved.agreed_at):
        give_up(attempt)
    elif told is None:
        hold_back(attempt, "revoked" if not saved.is_active else "not_sent")
    else:
        answer(attempt, told)


def _is_barred(attempt: ChargeAttempt, *, but_for: uuid.UUID | None) -> bool:
    """Whether something stands in the way; the payment of the try itself does not."""
    others = exists().where(
        Payment.agency_id == Case.agency_id,
        Payment.case_id == Case.id,
        Payment.paid_at.is_(None),
        Payment.ended_at.is_(None),
        Payment.id != but_for if but_for else Payment.id.is_not(None),
    )
    barred = is_barred(Case, beside=("underway",)) | others
    return bool(db.session.scalar(select(barred).where(Case.id == attempt.case_id)))
