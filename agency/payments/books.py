"""Money that goes back, out of the books as it went in, with the fee on it; and back in again."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from agency.cases import services as cases
from agency.cases.models import Case, ClosureReason
from agency.cases.queries import closure_of
from agency.charges.services import book
from agency.charges.why import Why
from agency.ledger.posting import NewEntry, post
from agency.payments.allocation import Part, take_back
from agency.payments.models import Allocation, Payment, Refund, RefundUndoing
from agency.payments.shares import Share, allocations, changed, lines, moved
from portal import clock, db
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.keys import new_key
from portal.money import Money, total
from portal.together import Batch
from portal.web import get

_REOPENS = {
    "payment.charged_back": "chargeback",
    "payment.debit_returned": "debit_returned",
    "payment.moved_back": "moved_back",
}
_BY_A_BANK = ("payment.charged_back", "payment.debit_returned")
_PAID_OFF = (ClosureReason.PAID, ClosureReason.SETTLED)


def give_back(
    payment: Payment,
    amount: Money,
    *,
    provider_ref: str,
    reason: str,
    on: date,
    by: Actor,
    told: str = "payment.refunded",
    to_case: uuid.UUID | None = None,
    text: str = "",
) -> Refund | None:
    """Post money that went back to the debtor; None when that was done before.

    Fees go back so that a payment given back whole leaves nothing behind, to the cent. A closed
    case on which something is owed again is opened again; one that was closed while something was
    owed stays so, unless a bank took the money. `told` is what the audit says it was, and `text` why.
    What came from another case goes back `to_case`, where it is kept for the debtor.
    """
    case = cases.lock(payment.case)
    done = db.session.scalars(select(Refund).where(Refund.provider_ref == provider_ref)).first()
    if done:
        return None
    shares, rest = returned_shares(payment, amount)
    place = {"case_id": case.id, "creditor_id": case.creditor_id}
    entry_id, refund_id = new_key(), new_key()
    back = lines(-amount, shares, -rest, **place)
    if to_case:
        back = moved(-amount, shares, -rest, from_case=to_case, **place)
    post(
        NewEntry(
            id=entry_id,
            key=f"refund:{provider_ref}",
            kind="surplus.moved_back" if to_case else "refund",
            text=f"{reason} {provider_ref}".strip(),
            booked_on=on,
            lines=back,
            **place,
        )
    )
    refund = Refund(
        id=refund_id,
        creditor_id=case.creditor_id,
        payment_id=payment.id,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=reason,
        provider_ref=provider_ref,
        entry_id=entry_id,
    )
    db.session.add(refund)
    batch = Batch()
    batch.add(
        Allocation,
        *allocations(shares, payment.id, entry_id, on, refund_id=refund_id, **place),
    )
    batch.write()
    why = {"text": text} if text else {}
    audit.record(payment, told, by=by, amount=amount, reason=reason, **why)
    db.session.expire(case, ["balance"])
    db.session.expire(payment, ["refunds", "allocations"])
    if case.open_amount and (told in _BY_A_BANK or was_paid_off(case)):
        cases.reopen(case, by=by, why=_REOPENS.get(told, "refund"))
    return refund


def undo(refund: Refund, *, reason: str, on: date, by: Actor) -> bool:
    """Take in again what had gone back: its bank returned it, or a chargeback was won.

    The payment then counts as if nothing had gone back, interest for the time between included.
    False when that was done before. The case is closed if nothing is left.
    """
    payment = get(Payment, refund.payment_id)
    case = cases.lock(payment.case)
    db.session.refresh(refund, ["undoing"])
    if refund.undoing is not None:
        return False
    shares, place = _taken_by(refund), {"case_id": case.id, "creditor_id": case.creditor_id}
    rest = refund.amount - total((share.part.total for share in shares), refund.currency)
    entry_id = new_key()
    post(
        NewEntry(
            id=entry_id,
            key=f"refund_undone:{refund.provider_ref}",
            kind="refund.undone",
            text=f"{reason} {refund.provider_ref}",
            booked_on=on,
            lines=lines(refund.amount, shares, rest, **place),
            **place,
        )
    )
    undoing = RefundUndoing(
        creditor_id=case.creditor_id, refund_id=refund.id, reason=reason, entry_id=entry_id
    )
    db.session.add(undoing)
    batch = Batch()
    batch.add(
        Allocation,
        *allocations(shares, payment.id, entry_id, on, refund_id=refund.id, **place),
    )
    batch.write()
    audit.record(payment, "payment.refund_undone", by=by, amount=refund.amount, reason=reason)
    db.session.expire(refund, ["undoing"])
    db.session.expire(case, ["balance"])
    db.session.expire(payment, ["refunds", "allocations"])
    if case.is_open:
        book(case, clock.today(), by=by, why=Why.REFUND_UNDONE)
        cases.close_if_settled(case, by=by)
    return True


def was_paid_off(case: Case) -> bool:
    """Whether a case was closed because nothing was left, and not because nobody asks for it any more."""
    closure = None if case.is_open else closure_of(case)
    return closure is not None and closure.reason in _PAID_OFF


@dataclass(frozen=True, slots=True)
class Returned:
    """What giving money back takes out of the books: off the claims, and the fee on them."""

    costs: Money
    interest: Money
    principal: Money
    unallocated: Money
    fee: Money
    fee_vat: Money

    @property
    def owed_again(self) -> Money:
        """What the debtor then owes again."""
        return self.costs + self.interest + self.principal


def what_goes_back(payment: Payment, amount: Money) -> Returned:
    """What `give_back` would do with an amount. ValueError when it is more than is left."""
    shares, rest = returned_shares(payment, amount)
    zero = payment.currency
    return Returned(
        costs=-total((share.part.costs for share in shares), zero),
        interest=-total((share.part.interest for share in shares), zero),
        principal=-total((share.part.principal for share in shares), zero),
        unallocated=rest,
        fee=-total((share.fee for share in shares), zero),
        fee_vat=-total((share.vat for share in shares), zero),
    )


def left_of(payment: Payment) -> Money:
    """What of a payment has not gone back."""
    return payment.amount - _refunded(payment)


def returned_shares(payment: Payment, amount: Money) -> tuple[list[Share], Money]:
    """What an amount takes back from each claim, and from what was allocated to none."""
    before = standing(payment)
    parts = [share.part for share in before]
    allocated = total((part.total for part in parts), payment.currency)
    taken, rest = take_back(
        amount,
        parts,
        left_of(payment) - allocated,
        designated=payment.designated_claim_id,
    )
    by_claim = {share.part.claim_id: share for share in before}
    return [changed(part, by_claim[part.claim_id]) for part in taken], rest


def standing(payment: Payment) -> list[Share]:
    """What a payment still does for each claim after earlier refunds, in the order of allocation."""
    found: dict[uuid.UUID, Share] = {}
    for row in db.session.scalars(
        select(Allocation).where(Allocation.payment_id == payment.id).order_by(Allocation.id)
    ):
        part = Part(row.claim_id, row.costs, row.interest, row.principal)
        share = Share(part, row.fee_percent, row.fee, row.fee_vat_percent, row.fee_vat)
        old = found.get(row.claim_id)
        if old:
            share = Share(
                old.part + part,
                old.percent,
                old.fee + share.fee,
                old.vat_percent,
                old.vat + share.vat,
            )
        found[row.claim_id] = share
    return list(found.values())


def _taken_by(refund: Refund) -> list[Share]:
    """What a refund took out of the claims, as what comes in again."""
    return [
        Share(
            Part(row.claim_id, -row.costs, -row.interest, -row.principal),
            row.fee_percent,
            -row.fee,
            row.fee_vat_percent,
            -row.fee_vat,
        )
        for row in db.session.scalars(
            select(Allocation).where(Allocation.refund_id == refund.id).order_by(Allocation.id)
        )
    ]


def _refunded(payment: Payment) -> Money:
    undone = select(RefundUndoing.id).where(
        RefundUndoing.agency_id == Refund.agency_id, RefundUndoing.refund_id == Refund.id
    )
    amounts = db.session.scalars(
        select(Refund.amount_minor).where(Refund.payment_id == payment.id, ~undone.exists())
    )
    return Money(sum(amounts), payment.currency)
