"""What was collected and not remitted yet, the remittances there are, and the money behind them."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from agency.cases.models import Case
from agency.clients.models import Creditor
from agency.ledger.models import Account, AccountKind, Posting
from agency.payments.models import Allocation, Payment
from agency.remittance.models import Remittance, RemittanceLine
from portal import db
from portal.accounts.models import AgencySettings, User
from portal.audit.models import Event
from portal.money import Money

_IN_A_LINE = and_(
    RemittanceLine.agency_id == Allocation.agency_id,
    RemittanceLine.allocation_id == Allocation.id,
)
_ON_ACCOUNT = and_(Account.agency_id == Posting.agency_id, Account.id == Posting.account_id)


def unremitted(creditor_id: uuid.UUID, currency: str, through: date) -> Select[Allocation]:
    """The allocations of a creditor through a day that are in no remittance, oldest first."""
    return (
        select(Allocation)
        .outerjoin(RemittanceLine, _IN_A_LINE)
        .where(
            Allocation.creditor_id == creditor_id,
            Allocation.currency == currency,
            Allocation.booked_on <= through,
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

    @property
    def due_on(self) -> date | None:
        """By when it is to be paid out by the creditor's latest agreement, if it has one."""
        if not self.creditor.agreements:
            return None
        return self.since + timedelta(days=self.creditor.agreements[-1].remit_days)


def waiting_by_creditor(
    creditor_id: uuid.UUID | None = None, *, through: date | None = None
) -> list[Waiting]:
    """What waits for each creditor, longest waiting first; of one, or through a day, if so asked."""
    received = Allocation.costs_minor + Allocation.interest_minor + Allocation.principal_minor
    query = (
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
            and_(Allocation.agency_id == Creditor.agency_id, Allocation.creditor_id == Creditor.id),
        )
        .outerjoin(RemittanceLine, _IN_A_LINE)
        .where(RemittanceLine.id.is_(None))
        .group_by(Creditor.agency_id, Creditor.id, Allocation.currency)
        .order_by(func.min(Allocation.booked_on), Creditor.id)
        .options(selectinload(Creditor.agreements))
    )
    if creditor_id is not None:
        query = query.where(Allocation.creditor_id == creditor_id)
    if through is not None:
        query = query.where(Allocation.booked_on <= through)
    return [
        Waiting(
            creditor,
            currency,
            since,
            int(payments),
            *(Money(int(amount), currency) for amount in (collected, fee, fee_vat)),
        )
        for creditor, currency, since, payments, collected, fee, fee_vat in db.session.execute(
            query
        )
    ]


def prepared() -> Sequence[Remittance]:
    """The remittances that wait for approval, oldest first."""
    return db.session.scalars(
        select(Remittance)
        .where(Remittance.approved_at.is_(None), Remittance.cancelled_at.is_(None))
        .options(joinedload(Remittance.creditor))
        .order_by(Remittance.number)
    ).all()


def decided() -> Select[Remittance]:
    """The remittances that were approved or cancelled."""
    return (
        select(Remittance)
        .where(or_(Remittance.approved_at.is_not(None), Remittance.cancelled_at.is_not(None)))
        .options(joinedload(Remittance.creditor))
    )


def lines(remittance_id: uuid.UUID) -> Select[RemittanceLine]:
    """The lines of a remittance in the order they were received, each with what it is about."""
    allocation = joinedload(RemittanceLine.allocation)
    case = allocation.joinedload(Allocation.payment).joinedload(Payment.case)
    return (
        select(RemittanceLine)
        .where(RemittanceLine.remittance_id == remittance_id)
        .options(allocation.joinedload(Allocation.claim), case.joinedload(Case.debtor))
        .order_by(RemittanceLine.id)
    )


def payments_in(remittance_id: uuid.UUID) -> int:
    """How many payments a remittance pays out from."""
    return (
        db.session.scalar(
            select(func.count(Allocation.payment_id.distinct()))
            .join(RemittanceLine, _IN_A_LINE)
            .where(RemittanceLine.remittance_id == remittance_id)
        )
        or 0
    )


@dataclass(frozen=True, slots=True)
class Held:
    """Client money held for a creditor, by the ledger, around a remittance."""

    besides: Money
    """What the remittance is not about: received later, or not remitted yet."""
    moved: Money
    """What the payments in the remittance brought it, fees taken."""
    paid_out: Money

    @property
    def after(self) -> Money:
        """Held once the remittance was paid out."""
        return self.besides + self.moved - self.paid_out


def held_around(remittance: Remittance) -> Held:
    """Held for the creditor as of an approved remittance, from nothing but postings."""
    entries = (
        select(Allocation.entry_id)
        .join(RemittanceLine, _IN_A_LINE)
        .where(
            RemittanceLine.agency_id == remittance.agency_id,
            RemittanceLine.remittance_id == remittance.id,
        )
    )
    in_it = Posting.entry_id.in_(entries)
    own = Posting.entry_id == remittance.entry_id
    amount = func.sum(Posting.amount_minor)
    sums = db.session.execute(
        select(
            amount.filter(~in_it, Posting.entry_id < remittance.entry_id),
            amount.filter(in_it),
            amount.filter(own),
        )
        .join(Account, _ON_ACCOUNT)
        .where(
            Account.kind == AccountKind.CREDITOR_FUNDS,
            Account.currency == remittance.currency,
            Account.creditor_id == remittance.creditor_id,
        )
    ).one()
    besides, moved, paid_out = (Money(int(each or 0), remittance.currency) for each in sums)
    return Held(-besides, -moved, paid_out)


def settings() -> AgencySettings:
    """What the acting agency says of itself."""
    return db.session.scalars(select(AgencySettings)).one()


def names(user_ids: Collection[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """What people are called."""
    rows = db.session.execute(
        select(User.id, User.name).where(User.id.in_({each for each in user_ids if each}))
    )
    return {user_id: name for user_id, name in rows}  # noqa: C416 - rows are no pairs to mypy


def history(remittance: Remittance) -> Sequence[Event]:
    """What was done to a remittance, latest first."""
    return db.session.scalars(
        select(Event).where(Event.subject_id == remittance.id).order_by(Event.id.desc())
    ).all()


def of_creditor(creditor_id: uuid.UUID, *, limit: int) -> Sequence[Remittance]:
    """The latest remittances of a creditor."""
    return db.session.scalars(
        select(Remittance)
        .where(Remittance.creditor_id == creditor_id)
        .order_by(Remittance.number.desc())
        .limit(limit)
    ).all()


def undecided(creditor_id: uuid.UUID, currency: str) -> Remittance | None:
    """The remittance of a creditor that waits for approval; there is one at most."""
    return db.session.scalars(
        select(Remittance).where(
            Remittance.creditor_id == creditor_id,
            Remittance.currency == currency,
            Remittance.approved_at.is_(None),
            Remittance.cancelled_at.is_(None),
        )
    ).one_or_none()
