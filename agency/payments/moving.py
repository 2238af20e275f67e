"""Using what was paid too much on one case for another of the same debtor; and taking that back.

One entry moves it: out of what is kept for the debtor on the first case, and over the claims of the
other as a payment of today. For the payment that it came from it counts as given back, so that what
is known late shares both payments anew as ever. Where a bank takes that payment back, so much comes
back from the other case as it needs (`recall`), from case to case.
"""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.models import Case
from agency.cases.services import lock
from agency.charges.services import book
from agency.payments import books, signals
from agency.payments.models import (
    MOVED,
    MOVED_BACK,
    Payment,
    Refund,
    RefundUndoing,
    SurplusMove,
)
from agency.payments.reserving import reserved
from agency.payments.settling import Received, settle_many
from portal import clock, db
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.keys import new_key
from portal.money import Money, total
from portal.web import get


def surplus_of(payment: Payment) -> Money:
    """What of a payment did nothing for any claim and is still kept for the debtor."""
    used = total((share.part.total for share in books.standing(payment)), payment.currency)
    return books.left_of(payment) - used


def holding(case: Case) -> list[tuple[Payment, Money]]:
    """The payments of a case of which something is kept for the debtor, the oldest first."""
    paid = db.session.scalars(
        select(Payment)
        .where(Payment.case_id == case.id, Payment.paid_at.is_not(None))
        .order_by(Payment.id)
    ).all()
    found = [(payment, surplus_of(payment)) for payment in paid]
    return [(payment, held) for payment, held in found if held]


def movable(case: Case) -> Money:
    """What of it the debtor may use otherwise: what somebody else paid goes back to that payer."""
    return total((held for payment, held in holding(case) if _is_own(payment)), case.currency)


def move(source: Case, target: Case, *, by: Actor) -> list[SurplusMove]:
    """Use what was paid too much on a case for another one, as far as that owes it today."""
    lock_in_order({source.id, target.id})
    if (source.debtor_id, source.currency) != (target.debtor_id, target.currency):
        raise Refused(_("Only another case of the same debtor and creditor can have it."))
    target.must_be_open()
    free = book(target, clock.today(), by="system").total - reserved(target)
    made = []
    for payment, held in holding(source):
        part = min(held, free)
        if part.minor > 0 and _is_own(payment):
            made.append(_move(payment, target, part, by=by))
            free -= part
    if not made:
        raise Refused(_("Nothing can be used there: it is used already, or nothing is owed there."))
    return made


def to_undo(it: SurplusMove) -> Money:
    """What undoing it takes back: what the other case has no need of, or else all of it."""
    return it.amount and (surplus_of(it.target) or it.amount)


def undo(it: SurplusMove, *, seen: UUID, text: str, by: Actor) -> None:
    """Take it back. `seen` is the refund that stood for it when it was looked at: another one says
    that somebody did so meanwhile, and then nothing changes."""
    lock_chain(it.source)
    db.session.refresh(it, with_for_update=True)
    amount = to_undo(it)
    if amount and it.refund_id == seen:
        recall(it.target, amount, by=by)
        take_back(it, amount, text=text, by=by)


def recall(payment: Payment, amount: Money, *, by: Actor) -> None:
    """Have so much of a payment at hand again, of what was used of it elsewhere, the latest first."""
    lock_chain(payment)
    for it in reversed(moves_of(payment)):
        short = amount - books.left_of(payment)
        if short.minor > 0 and it.ended_at is None:
            part = min(short, it.amount)
            recall(it.target, part, by=by)
            take_back(it, part, text="", by=by)


def take_back(it: SurplusMove, amount: Money, *, text: str, by: Actor) -> None:
    """Take so much of a move back: it is owed on the other case again, and kept on the first."""
    source, target, gone = it.source, it.target, it.refund
    rest = it.amount - amount
    back = books.give_back(
        target,
        amount,
        provider_ref=f"{MOVED_BACK}:{new_key()}",
        reason=MOVED_BACK,
        on=clock.today(),
        by=by,
        told="payment.moved_back",
        to_case=source.case_id,
        text=text,
    )
    if back is None:
        raise ValueError("A new key was used before.")
    undoing = RefundUndoing(
        creditor_id=gone.creditor_id,
        refund_id=gone.id,
        reason=MOVED_BACK,
        entry_id=back.entry_id,
    )
    db.session.add(undoing)
    if rest:
        it.refund_id = _gone(source, rest, back.entry_id).id
    else:
        it.ended_at = clock.now()
    db.session.flush()
    audit.record(source, "payment.refund_undone", by=by, amount=amount, reason=MOVED_BACK)
    db.session.expire(it)
    db.session.expire(source, ["refunds"])
    db.session.expire(gone, ["undoing"])
    signals.payment_taken_back.send(back)


def moves_of(payment: Payment) -> Sequence[SurplusMove]:
    """What was moved on from a payment, the oldest first."""
    return db.session.scalars(
        select(SurplusMove).where(SurplusMove.from_id == payment.id).order_by(SurplusMove.id)
    ).all()


def lock_chain(payment: Payment) -> None:
    """Have the case of a payment to ourselves, and those to which its money was moved on."""
    cases, waiting = {payment.case_id}, [payment]
    while waiting:
        for it in moves_of(waiting.pop()):
            cases.add(it.target.case_id)
            waiting.append(it.target)
    lock_in_order(cases)


def lock_in_order(case_ids: set[UUID]) -> None:
    """Have cases to ourselves, in the order of their keys, as everybody locks several."""
    for case_id in sorted(case_ids):
        lock(get(Case, case_id))


def _move(payment: Payment, target: Case, amount: Money, *, by: Actor) -> SurplusMove:
    made = Payment(
        id=new_key(),
        creditor_id=target.creditor_id,
        case_id=target.id,
        method=MOVED,
        amount_minor=amount.minor,
        currency=amount.currency,
        locale=target.debtor.locale,
        expires_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    came = Received(
        payment_id=made.id,
        amount=amount,
        payment_intent=None,
        on=clock.today(),
        from_case=payment.case_id,
        by=by,
    )
    settle_many([came])
    db.session.refresh(made)
    if made.entry_id is None:
        raise ValueError("What was moved is not in the books.")
    it = SurplusMove(
        id=new_key(),
        creditor_id=made.creditor_id,
        from_id=payment.id,
        to_id=made.id,
        refund_id=_gone(payment, amount, made.entry_id).id,
    )
    db.session.add(it)
    db.session.flush()
    audit.record(payment, "payment.moved_on", by=by, amount=amount, text=target.reference)
    db.session.expire(payment, ["refunds"])
    return it


def _gone(payment: Payment, amount: Money, entry_id: UUID) -> Refund:
    """What of a payment is used elsewhere, as what went back of it."""
    refund = Refund(
        id=new_key(),
        creditor_id=payment.creditor_id,
        payment_id=payment.id,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=MOVED,
        provider_ref=f"{MOVED}:{entry_id}",
        entry_id=entry_id,
    )
    db.session.add(refund)
    db.session.flush()
    return refund


def _is_own(payment: Payment) -> bool:
    return payment.guest_link_id is None
