"""Selects for the pages about payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, ScalarSelect, cast, func, select
from sqlalchemy.orm import joinedload, selectinload

from agency.cases.guard import there_is
from agency.cases.models import Case
from agency.payments.models import (
    Allocation,
    Chargeback,
    Movement,
    Payment,
    ProviderAccount,
    Refund,
    RefundUndoing,
    RefundWish,
)
from portal import db
from portal.audit.models import Event
from portal.money import Money, total


def payments_of(case: Case) -> Sequence[Payment]:
    """The payments of a case, the newest first, with what they did and what went back."""
    return db.session.scalars(
        select(Payment)
        .where(Payment.case_id == case.id)
        .order_by(Payment.id.desc())
        .options(
            selectinload(Payment.allocations).joinedload(Allocation.claim),
            selectinload(Payment.refunds),
            joinedload(Payment.guest_link),
            joinedload(Payment.designated_claim),
        )
    ).all()


def awaits_bank(of_case: Any) -> ColumnElement[bool]:
    """Whether a bank has a debit of a case to carry out; what it takes is not late meanwhile."""
    return there_is(
        Payment,
        of_case,
        Payment.awaited_since.is_not(None),
        Payment.paid_at.is_(None),
        Payment.ended_at.is_(None),
    )


def is_awaited(case: Case) -> bool:
    """The same of one case."""
    return bool(db.session.scalar(select(awaits_bank(Case)).where(Case.id == case.id)))


def payment_file(payment: Payment) -> Payment:
    """A payment with all that its page shows."""
    return (
        db.session.scalars(
            select(Payment)
            .where(Payment.id == payment.id)
            .options(
                joinedload(Payment.case).joinedload(Case.creditor),
                joinedload(Payment.case).joinedload(Case.debtor),
                joinedload(Payment.designated_claim),
                selectinload(Payment.allocations).joinedload(Allocation.claim),
                selectinload(Payment.refunds),
            )
        )
        .unique()
        .one()
    )


def waiting_wish(payment: Payment) -> RefundWish | None:
    """The refund of a payment that waits for a second person, if there is one."""
    return db.session.scalars(
        select(RefundWish).where(
            RefundWish.payment_id == payment.id, RefundWish.decided_at.is_(None)
        )
    ).one_or_none()


def waiting_wishes() -> Sequence[RefundWish]:
    """The refunds that wait for a second person, the oldest first."""
    return db.session.scalars(
        select(RefundWish)
        .where(RefundWish.decided_at.is_(None))
        .options(
            joinedload(RefundWish.payment).joinedload(Payment.case), joinedload(RefundWish.asker)
        )
        .order_by(RefundWish.id)
    ).all()


def given_back() -> ScalarSelect[int]:
    """What of a payment went back and did not come in again, in minor units; for a query of payments."""
    undone = select(RefundUndoing.id).where(
        RefundUndoing.agency_id == Refund.agency_id, RefundUndoing.refund_id == Refund.id
    )
    return (
        select(func.coalesce(func.sum(Refund.amount_minor), 0))
        .where(
            Refund.agency_id == Payment.agency_id,
            Refund.payment_id == Payment.id,
            ~undone.exists(),
        )
        .correlate(Payment)
        .scalar_subquery()
    )


def costs_of(payment: Payment) -> Money:
    """What the provider charged on a payment."""
    found = db.session.scalars(select(Movement).where(Movement.payment_id == payment.id)).all()
    return total((it.fee for it in found), payment.currency)


def chargebacks_of(payment: Payment) -> Sequence[Chargeback]:
    """The chargebacks of a payment, the oldest first."""
    return db.session.scalars(
        select(Chargeback).where(Chargeback.payment_id == payment.id).order_by(Chargeback.id)
    ).all()


def latest_chargebacks(limit: int = 50) -> Sequence[Chargeback]:
    """The chargebacks, those to be answered first by their day, then the newest."""
    return db.session.scalars(
        select(Chargeback)
        .order_by(
            (Chargeback.state == "open").desc(),
            Chargeback.answer_by.asc().nulls_last(),
            Chargeback.id.desc(),
        )
        .options(joinedload(Chargeback.payment).joinedload(Payment.case).joinedload(Case.creditor))
        .limit(limit)
    ).all()


def refunds_that_came_back(limit: int = 50) -> Sequence[tuple[RefundUndoing, Refund, Payment]]:
    """The refunds that did not reach the payer, the newest first: they are to be given otherwise."""
    rows = db.session.execute(
        select(RefundUndoing, Refund, Payment)
        .join(
            Refund,
            (Refund.agency_id == RefundUndoing.agency_id) & (Refund.id == RefundUndoing.refund_id),
        )
        .join(Payment, (Payment.agency_id == Refund.agency_id) & (Payment.id == Refund.payment_id))
        .where(RefundUndoing.reason == "refund_failed")
        .order_by(RefundUndoing.id.desc())
        .limit(limit)
    )
    return [(undoing, refund, payment) for undoing, refund, payment in rows]


def differing_movements(limit: int = 50) -> Sequence[Movement]:
    """The lines of the provider's statement that the books did not agree with, the newest first."""
    return db.session.scalars(
        select(Movement)
        .where(Movement.difference != "")
        .order_by(Movement.happened_at.desc(), Movement.id.desc())
        .options(joinedload(Movement.payment).joinedload(Payment.case))
        .limit(limit)
    ).all()


def costs_by_month(limit: int = 12) -> Sequence[tuple[date, Money, int]]:
    """What the provider charged in each month with how many lines, the newest first."""
    month = cast(func.date_trunc("month", db.office_time(Movement.happened_at)), Date)
    rows = db.session.execute(
        select(month, Movement.currency, func.sum(Movement.fee_minor), func.count())
        .where(Movement.fee_minor != 0)
        .group_by(month, Movement.currency)
        .order_by(month.desc(), Movement.currency)
        .limit(limit)
    )
    return [(begin, Money(int(fee), currency), int(n)) for begin, currency, fee, n in rows]


@dataclass(frozen=True, slots=True)
class Check:
    """The books held against the provider's statement once, in one currency."""

    at: datetime
    lines: int
    unknown: int
    at_provider: Money
    on_its_way: Money
    in_books: Money

    @property
    def gap(self) -> Money:
        """What the provider holds beyond what the books say; what is being booked is part of it."""
        return self.at_provider + self.on_its_way - self.in_books


def latest_checks() -> list[Check]:
    """The last check of each currency that the provider holds."""
    found: dict[str, Check] = {}
    for event in db.session.scalars(
        select(Event)
        .where(
            Event.subject_id.in_(select(ProviderAccount.id).scalar_subquery()),
            Event.kind == "provider.reconciled",
        )
        .order_by(Event.id.desc())
        .limit(10)
    ):
        data, currency = event.data, str(event.data["currency"])
        held, way, books = (
            Money(int(data[f"{name}_minor"]), currency)
            for name in ("at_provider", "on_its_way", "in_books")
        )
        check = Check(event.at, int(data["lines"]), int(data["unknown"]), held, way, books)
        found.setdefault(currency, check)
    return [found[currency] for currency in sorted(found)]
