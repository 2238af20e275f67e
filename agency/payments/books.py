"""Payments in the ledger: client money, what it pays off, the agency's fee; and all of it back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import insert, select

from agency.cases import services as cases
from agency.cases.models import Case, Claim, Placement
from agency.charges.services import CaseOwed
from agency.clients.models import Agreement
from agency.clients.tariff import fee, vat
from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from agency.payments.allocation import Part, allocate, take_back
from agency.payments.models import Allocation, Payment, Refund
from portal import clock, db
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.keys import new_key
from portal.money import Money, total

RECEIVED = "received"
"""The memo of lines that count as paid on a case."""


def receive(
    payment: Payment, case: Case, owed: CaseOwed, amount: Money, *, payment_intent: str, on: date
) -> None:
    """Post a payment that came in through the card provider on a day."""
    parts, rest = allocate(amount, [(c.claim.id, c.owed) for c in owed.claims])
    claims = {c.claim.id: c.claim for c in owed.claims}
    rates = _vat_rates(case)
    shares = [_share(part, claims[part.claim_id], rates) for part in parts]
    entry_id = new_key()
    post(
        NewEntry(
            id=entry_id,
            key=f"payment:{payment.id}",
            kind="payment",
            text=f"{payment.method} {payment_intent}",
            booked_on=on,
            lines=_lines(case, amount, shares, rest),
            creditor_id=case.creditor_id,
            case_id=case.id,
        )
    )
    payment.amount_minor, payment.payment_intent = amount.minor, payment_intent
    payment.paid_at, payment.received_on, payment.entry_id = clock.now(), on, entry_id
    payment.ended_at, payment.ended_why = None, ""
    db.session.flush()
    _keep(payment, None, entry_id, on, shares)
    audit.record(
        payment,
        "payment.received",
        by="stripe",
        amount=amount,
        allocated=amount - rest,
        fee=total((s.fee for s in shares), case.currency),
    )
    cases.close_if_settled(case, by="system")


def give_back(
    payment: Payment, amount: Money, *, provider_ref: str, reason: str, on: date, by: Actor
) -> Refund | None:
    """Post money that went back to the debtor; None when that was done before.

    Fees go back so that a payment given back whole leaves nothing behind, to the cent. A closed
    case on which something is owed again is opened again.
    """
    case = cases.lock(payment.case)
    done = db.session.scalars(select(Refund).where(Refund.provider_ref == provider_ref)).first()
    if done:
        return None
    shares, rest = _returned_shares(payment, amount)
    entry_id, refund_id = new_key(), new_key()
    post(
        NewEntry(
            id=entry_id,
            key=f"refund:{provider_ref}",
            kind="refund",
            text=f"{reason} {provider_ref}".strip(),
            booked_on=on,
            lines=_lines(case, -amount, shares, -rest),
            creditor_id=case.creditor_id,
            case_id=case.id,
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
    db.session.flush()
    _keep(payment, refund_id, entry_id, on, shares)
    audit.record(payment, "payment.refunded", by=by, amount=amount, reason=reason)
    db.session.expire(case, ["balance"])
    db.session.expire(payment, ["refunds", "allocations"])
    if case.open_amount:
        cases.reopen(case, by=by, why="refund")
    return refund


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
    shares, rest = _returned_shares(payment, amount)
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


class _Share:
    """A part of a payment with the fee on it."""

    def __init__(self, part: Part, percent: Decimal, fee: Money, vat_percent: Decimal, vat: Money):
        self.part, self.percent, self.fee = part, percent, fee
        self.vat_percent, self.vat = vat_percent, vat


def _share(part: Part, claim: Claim, rates: dict[uuid.UUID, Decimal]) -> _Share:
    """The fee on what a claim got, by the percentage that was quoted when it was placed."""
    charged = fee(part.total, claim.fee_percent)
    rate = rates[claim.placement_id]
    return _Share(part, claim.fee_percent, charged, rate, vat(charged, rate))


def _returned(part: Part, before: _Share) -> _Share:
    """The fee that goes back with a negative part: what is left then bears just its own fee."""
    left = before.part.total + part.total
    back = fee(left, before.percent) - before.fee
    back_vat = vat(fee(left, before.percent), before.vat_percent) - before.vat
    return _Share(part, before.percent, back, before.vat_percent, back_vat)


def _returned_shares(payment: Payment, amount: Money) -> tuple[list[_Share], Money]:
    """What an amount takes back from each claim, and from what was allocated to none."""
    before = _standing(payment)
    parts = [share.part for share in before]
    allocated = total((part.total for part in parts), payment.currency)
    taken, rest = take_back(amount, parts, left_of(payment) - allocated)
    by_claim = {share.part.claim_id: share for share in before}
    return [_returned(part, by_claim[part.claim_id]) for part in taken], rest


def _vat_rates(case: Case) -> dict[uuid.UUID, Decimal]:
    """The VAT on the agency's fee, by placement, from the agreement it was placed under."""
    rows = db.session.execute(
        select(Placement.id, Agreement.vat_percent)
        .join(
            Agreement,
            (Agreement.agency_id == Placement.agency_id) & (Agreement.id == Placement.agreement_id),
        )
        .where(Placement.id.in_({claim.placement_id for claim in case.claims}))
    )
    return dict(iter(rows))


def _lines(case: Case, amount: Money, shares: Sequence[_Share], rest: Money) -> list[Line]:
    def line(
        kind: AccountKind, money: Money, claim_id: uuid.UUID | None = None, memo: str = ""
    ) -> Line:
        return Line(kind, money, case.creditor_id, case.id, claim_id, memo)

    lines = [line(AccountKind.PROVIDER, amount), line(AccountKind.DEBTOR_FUNDS, -rest)]
    for share in shares:
        part, charged = share.part, share.fee + share.vat
        lines += [
            line(AccountKind.CREDITOR_FUNDS, -part.total, part.claim_id, RECEIVED),
            line(AccountKind.CREDITOR_FUNDS, charged, part.claim_id, "fee"),
            line(AccountKind.AGENCY_SHARE, -charged, part.claim_id),
            line(AccountKind.SHARE_RECEIVABLE, charged, part.claim_id),
            line(AccountKind.FEE_INCOME, -share.fee, part.claim_id),
            line(AccountKind.VAT_PAYABLE, -share.vat, part.claim_id),
            line(AccountKind.CLAIMS_HELD, part.total, part.claim_id),
            line(AccountKind.OWED_COSTS, -part.costs, part.claim_id),
            line(AccountKind.OWED_INTEREST, -part.interest, part.claim_id),
            line(AccountKind.OWED_PRINCIPAL, -part.principal, part.claim_id),
        ]
    return lines


def _keep(
    payment: Payment,
    refund_id: uuid.UUID | None,
    entry_id: uuid.UUID,
    on: date,
    shares: Sequence[_Share],
) -> None:
    rows = [
        {
            "agency_id": payment.agency_id,
            "id": new_key(),
            "creditor_id": payment.creditor_id,
            "case_id": payment.case_id,
            "payment_id": payment.id,
            "refund_id": refund_id,
            "claim_id": share.part.claim_id,
            "entry_id": entry_id,
            "booked_on": on,
            "currency": payment.currency,
            "costs_minor": share.part.costs.minor,
            "interest_minor": share.part.interest.minor,
            "principal_minor": share.part.principal.minor,
            "fee_percent": share.percent,
            "fee_minor": share.fee.minor,
            "fee_vat_percent": share.vat_percent,
            "fee_vat_minor": share.vat.minor,
        }
        for share in shares
    ]
    if rows:
        db.session.execute(insert(Allocation), rows)


def _standing(payment: Payment) -> list[_Share]:
    """What a payment still does for each claim after earlier refunds, in the order of allocation."""
    found: dict[uuid.UUID, _Share] = {}
    for row in db.session.scalars(
        select(Allocation).where(Allocation.payment_id == payment.id).order_by(Allocation.id)
    ):
        part = Part(row.claim_id, row.costs, row.interest, row.principal)
        share = _Share(part, row.fee_percent, row.fee, row.fee_vat_percent, row.fee_vat)
        old = found.get(row.claim_id)
        if old:
            part = Part(
                row.claim_id,
                old.part.costs + part.costs,
                old.part.interest + part.interest,
                old.part.principal + part.principal,
            )
            share = _Share(
                part, old.percent, old.fee + share.fee, old.vat_percent, old.vat + share.vat
            )
        found[row.claim_id] = share
    return list(found.values())


def _refunded(payment: Payment) -> Money:
    amounts = db.session.scalars(select(Refund.amount_minor).where(Refund.payment_id == payment.id))
    return Money(sum(amounts), payment.currency)
