"""Settling payments on plain facts, in three round trips: what is locked and owed, books, what follows."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Uuid, and_, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY

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
from agency.law.rates import RateBook
from agency.law.vocabulary import DebtorKind
from agency.ledger.posting import NewEntry, post_with
from agency.payments.allocation import allocate
from agency.payments.following import follow
from agency.payments.models import Allocation, Payment
from agency.payments.shares import allocations, lines, moved, share
from agency.rates import books as rates
from portal import clock, db
from portal.audit import services as audit
from portal.audit.services import Actor, Subject
from portal.money import Money, total
from portal.together import Batch, asking_by_keys, reference, rows_of, together
from portal.web import get

PAID = ClosureReason.PAID

_LOCK = (
    select(
        Payment.id,
        Payment.case_id,
        Payment.creditor_id,
        Payment.designated_claim_id,
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
    .where(
        Payment.agency_id == bindparam("agency_id"),
        Payment.id == func.any(bindparam("payment_ids", type_=ARRAY(Uuid()))),
    )
    .order_by(Case.id, Payment.id)
    .with_for_update(of=(Case, Payment))  # In this order, as everybody locks them.
)
_CLAIMS = reading.claims_of(
    func.array(
        select(Payment.case_id)
        .where(
            Payment.agency_id == bindparam("agency_id"),
            Payment.id == func.any(bindparam("payment_ids", type_=ARRAY(Uuid()))),
        )
        .scalar_subquery()
    )
)
_PAID = text(
    "update payments p set amount_minor = r.amount_minor, payment_intent = r.payment_intent, "  # noqa: S608 - our own name
    "paid_at = r.paid_at, received_on = r.received_on, entry_id = r.entry_id, "
    f"ended_at = null, ended_why = '' from {rows_of('payments')} r "
    "where p.agency_id = r.agency_id and p.id = r.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Money that came in on a payment that was started here.

    `from_case` is that on which it was paid too much, where it came in before; then no provider has it.
    """

    payment_id: uuid.UUID
    amount: Money
    payment_intent: str | None
    on: date
    from_case: uuid.UUID | None = None
    by: Actor = "stripe"

    @property
    def name(self) -> str:
        """By what the books name it."""
        return self.payment_intent or "from what was paid too much"


def settle(
    payment_id: uuid.UUID, *, amount: Money, payment_intent: str, received_on: date
) -> bool | None:
    """Post money that came in; False when that was done before, None for a payment unknown here."""
    came = Received(
        payment_id=payment_id, amount=amount, payment_intent=payment_intent, on=received_on
    )
    return settle_many([came])[payment_id]


def settle_many(received: Iterable[Received]) -> dict[uuid.UUID, bool | None]:
    """Post money that came in on many payments, all of it or nothing; says of each what `settle` does.

    Takes as many round trips as one payment does; where several are for one case, so many times.
    """
    came = {it.payment_id: it for it in reversed([*received])}  # Of what is said twice, the first.
    of_them = {"payment_ids": [*came]}
    with asking_by_keys():
        found, claims, entered = together(
            (_LOCK, of_them), (_CLAIMS, of_them), (rates.STANDING, {})
        )
        book_of_rates = rates.book_of(entered)
        waiting = [it for it in found if it.paid_at is None]
        while waiting:
            first = {it.case_id: it for it in reversed(waiting)}
            _settle([*first.values()], came, _by_case(claims), book_of_rates)
            waiting = [it for it in waiting if first[it.case_id] is not it]
            if waiting:
                [claims] = together((_CLAIMS, {"payment_ids": [it.id for it in waiting]}))
    done = {it.id: it.paid_at is None for it in found}
    return {payment_id: done.get(payment_id) for payment_id in came}


def _settle(
    locked: Sequence[Any],
    came: Mapping[uuid.UUID, Received],
    claims: Mapping[uuid.UUID, list[Any]],
    book_of_rates: RateBook,
) -> None:
    """Post what came in on payments that we have locked, each of another case, by its claims."""
    batch = Batch()
    behind, over = [], []
    for it in locked:
        parties = Parties(
            debtor=DebtorKind(it.kind),
            country=it.country,
            creditor_deducts_vat=it.deducts_vat,
            rates=book_of_rates,
        )
        money = came[it.id]
        figures = reading.figures(claims.get(it.case_id, ()), it.currency, parties, money.on)
        if not figures.is_behind:
            book_with(batch, figures, money.on, it.case_id, it.creditor_id, by="system")
        left = figures.owed - _receive(batch, it, figures, money)
        if figures.is_behind:
            behind.append(it)
        elif it.closed_at is None and not figures.awaits_review and not left:
            closing.end(batch, it.case_id, it.creditor_id, PAID, open_amount=left, by="system")
            over.append(it)
    if behind:
        batch.write()
        db.session.expire_all()
        for it in behind:
            _charge_anew(it)
    follow(batch, {it.id: it.case_id for it in locked})
    for it in behind:
        close_if_settled(get(Case, it.case_id), by="system")
    for it in over:
        case_closed.send(reference(Case, it.case_id), reason=PAID)


def _by_case(rows: Iterable[Any]) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


def _charge_anew(locked: Any) -> None:
    """Charge a case anew, with money that came in on a day which the books have passed."""
    case = get(Case, locked.case_id)
    book(case, case.reckoned_on, by="system", why=Why.LATE_PAYMENT)


def _receive(batch: Batch, locked: Any, figures: CaseFigures, money: Received) -> Money:
    """Post what came in, what it pays off, and the fee on that. Returns what it paid off."""
    amount, on = money.amount, money.on
    case = {"case_id": locked.case_id, "creditor_id": locked.creditor_id}
    claims = {claim.id: claim for claim in figures.claims}
    parts, rest = allocate(
        amount,
        [(claim.id, claim.dues.owed) for claim in figures.claims],
        country=locked.country,
        designated=locked.designated_claim_id,
    )
    shares = [
        share(part, claims[part.claim_id].fee_percent, claims[part.claim_id].vat_percent)
        for part in parts
    ]
    came = lines(amount, shares, rest, **case)
    if money.from_case:
        came = moved(amount, shares, rest, from_case=money.from_case, **case)
    entry = NewEntry(
        key=f"payment:{locked.id}",
        kind="surplus.moved" if money.from_case else "payment",
        text=f"{locked.method} {money.name}",
        booked_on=on,
        lines=came,
        recorded_by=audit.user_id(money.by),
        **case,
    )
    post_with(batch, entry)
    batch.add(Allocation, *allocations(shares, locked.id, entry.id, on, **case))
    batch.feed(
        _PAID,
        {
            "id": locked.id,
            "amount_minor": amount.minor,
            "payment_intent": money.payment_intent,
            "paid_at": clock.now(),
            "received_on": on,
            "entry_id": entry.id,
        },
    )
    audit.record_with(
        batch,
        Subject("payments", locked.id, **case),
        "payment.received" if money.from_case is None else "payment.moved_here",
        by=money.by,
        amount=amount,
        allocated=amount - rest,
        fee=total((it.fee for it in shares), locked.currency),
    )
    return amount - rest
