"""Settling a payment on plain facts, in three round trips: lock, figures, books."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, select, update

from agency.cases import closing
from agency.cases.models import Case, ClosureReason, Debtor
from agency.cases.services import close_if_settled
from agency.cases.signals import case_closed
from agency.charges import reading
from agency.charges.figures import Parties
from agency.charges.reading import CaseFigures
from agency.charges.services import book, book_with
from agency.charges.why import Why
from agency.clients.models import Creditor
from agency.law.vocabulary import DebtorKind
from agency.ledger.posting import NewEntry, post_with
from agency.payments import signals
from agency.payments.allocation import allocate
from agency.payments.models import Allocation, Payment
from agency.payments.shares import allocations, lines, share
from agency.rates import books as rates
from portal import clock, db
from portal.audit import services as audit
from portal.audit.services import Subject
from portal.money import Money, total
from portal.together import Batch, reference, together
from portal.web import get

PAID = ClosureReason.PAID

_LOCK = (
    select(
        Payment.id,
        Payment.case_id,
        Payment.creditor_id,
        Payment.method,
        Payment.paid_at,
        Case.currency,
        Case.closed_at,
        Debtor.kind,
        Debtor.country,
        Creditor.deducts_vat,
    )
    .join(Case, and_(Case.agency_id == Payment.agency_id, Case.id == Payment.case_id))
    .join(Debtor, and_(Debtor.agency_id == Case.agency_id, Debtor.id == Case.debtor_id))
    .join(Creditor, and_(Creditor.agency_id == Case.agency_id, Creditor.id == Case.creditor_id))
    .where(Payment.agency_id == bindparam("agency_id"), Payment.id == bindparam("payment_id"))
    .with_for_update(of=(Case, Payment))  # In this order, as everybody locks them.
)
_PAID = (
    update(Payment.__table__)  # type: ignore[arg-type]  # A declared class has a Table.
    .where(Payment.agency_id == bindparam("agency_id"), Payment.id == bindparam("payment_id"))
    .values(
        {
            name: bindparam(name)
            for name in ("amount_minor", "payment_intent", "paid_at", "received_on", "entry_id")
        }
        | {"ended_at": None, "ended_why": ""}
    )
)


def settle(
    payment_id: uuid.UUID, *, amount: Money, payment_intent: str, received_on: date
) -> bool | None:
    """Post money that came in; False when that was done before, None for a payment unknown here."""
    [found] = together((_LOCK, {"payment_id": payment_id}))
    if not found:
        return None
    it = found[0]
    if it.paid_at is not None:
        return False
    rows, entered = together((reading.CLAIMS, {"case_id": it.case_id}), (rates.STANDING, {}))
    parties = Parties(
        debtor=DebtorKind(it.kind),
        country=it.country,
        creditor_deducts_vat=it.deducts_vat,
        rates=rates.book_of(entered),
    )
    figures = reading.figures(rows, it.currency, parties, received_on)
    batch = Batch()
    if not figures.is_behind:
        book_with(batch, figures, received_on, it.case_id, it.creditor_id, by="system")
    left = figures.owed - _receive(batch, it, figures, amount, received_on, intent=payment_intent)
    if figures.is_behind:
        batch.write()
        _look_again(it)
        return True
    is_over = it.closed_at is None and not figures.awaits_review and not left
    if is_over:
        closing.end(batch, it.case_id, it.creditor_id, PAID, open_amount=left, by="system")
    batch.write()
    db.session.expire_all()
    signals.payment_received.send(reference(Payment, it.id))
    if is_over:
        case_closed.send(reference(Case, it.case_id), reason=PAID)
    return True


def _look_again(locked: Any) -> None:
    """Charge the case anew, with money that came in on a day which the books have passed."""
    db.session.expire_all()
    case = get(Case, locked.case_id)
    book(case, case.reckoned_on, by="system", why=Why.LATE_PAYMENT)
    signals.payment_received.send(reference(Payment, locked.id))
    close_if_settled(case, by="system")


def _receive(
    batch: Batch, locked: Any, figures: CaseFigures, amount: Money, on: date, *, intent: str
) -> Money:
    """Post what came in, what it pays off, and the fee on that. Returns what it paid off."""
    case = {"case_id": locked.case_id, "creditor_id": locked.creditor_id}
    claims = {claim.id: claim for claim in figures.claims}
    parts, rest = allocate(
        amount, [(claim.id, claim.dues.owed) for claim in figures.claims], country=locked.country
    )
    shares = [
        share(part, claims[part.claim_id].fee_percent, claims[part.claim_id].vat_percent)
        for part in parts
    ]
    entry = NewEntry(
        key=f"payment:{locked.id}",
        kind="payment",
        text=f"{locked.method} {intent}",
        booked_on=on,
        lines=lines(amount, shares, rest, **case),
        **case,
    )
    post_with(batch, entry)
    batch.add(Allocation, *allocations(shares, locked.id, entry.id, on, **case))
    batch.change(
        _PAID,
        payment_id=locked.id,
        amount_minor=amount.minor,
        payment_intent=intent,
        paid_at=clock.now(),
        received_on=on,
        entry_id=entry.id,
    )
    audit.record_with(
        batch,
        Subject("payments", locked.id, **case),
        "payment.received",
        by="stripe",
        amount=amount,
        allocated=amount - rest,
        fee=total((it.fee for it in shares), locked.currency),
    )
    return amount - rest
