"""What was collected and not remitted yet, and the remittances there are."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from agency.clients.models import Creditor
from agency.ledger.models import Account, AccountKind, Entry, Posting
from agency.payments.models import Allocation
from agency.remittance.models import RemittanceLine
from portal import db
from portal.money import Money


def unremitted(creditor_id: uuid.UUID, currency: str) -> Select[Any]:
    """The allocations of a creditor that are in no remittance, oldest first."""
    return (
        select(Allocation)
        .outerjoin(
            RemittanceLine,
            (RemittanceLine.agency_id == Allocation.agency_id)
            & (RemittanceLine.allocation_id == Allocation.id),
        )
        .where(
            Allocation.creditor_id == creditor_id,
            Allocation.currency == currency,
            RemittanceLine.id.is_(None),
        )
        .order_by(Allocation.booked_on, Allocation.id)
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to be remitted to one creditor."""

    creditor: Creditor
    currency: str
    since: date
    payments: int
    collected: Money
    fee: Money
    fee_vat: Money

    @property
    def net(self) -> Money:
        """What would be paid out."""
        return self.collected - self.fee - self.fee_vat


def waiting_by_creditor() -> list[Waiting]:
    """What waits for each creditor, longest waiting first. One query."""
    received = Allocation.costs_minor + Allocation.interest_minor + Allocation.principal_minor
    rows = db.session.execute(
        select(
            Creditor,
            Allocation.currency,
            func.min(Allocation.booked_on),
            func.count(Allocation.payment_id.distinct()),
            func.sum(received),
            func.sum(Allocation.fee_minor),
            func.sum(Allocation.fee_vat_minor),
        )
        .join(
            Allocation,
            (Allocation.agency_id == Creditor.agency_id) & (Allocation.creditor_id == Creditor.id),
        )
        .outerjoin(
            RemittanceLine,
            (RemittanceLine.agency_id == Allocation.agency_id)
            & (RemittanceLine.allocation_id == Allocation.id),
        )
        .where(RemittanceLine.id.is_(None))
        .group_by(Creditor.agency_id, Creditor.id, Allocation.currency)
        .order_by(func.min(Allocation.booked_on), Creditor.id)
    )
    return [
        Waiting(
            creditor,
            currency,
            since,
            int(payments),
            *(Money(int(amount), currency) for amount in (collected, fee, fee_vat)),
        )
        for creditor, currency, since, payments, collected, fee, fee_vat in rows
    ]


def held_before(creditor_id: uuid.UUID, currency: str, entry: Entry) -> Money:
    """Client money held for a creditor by all entries before one."""
    amount = db.session.scalar(
        select(func.coalesce(func.sum(Posting.amount_minor), 0))
        .join(
            Account, (Account.agency_id == Posting.agency_id) & (Account.id == Posting.account_id)
        )
        .where(
            Account.kind == AccountKind.CREDITOR_FUNDS,
            Account.currency == currency,
            Account.creditor_id == creditor_id,
            Posting.entry_id < entry.id,
        )
    )
    return Money(-int(amount or 0), currency)
