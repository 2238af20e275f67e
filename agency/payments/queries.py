"""Selects for the pages about payments."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from agency.cases.models import Case
from agency.payments.models import Allocation, Payment
from portal import db


def payments_of(case: Case) -> Sequence[Payment]:
    """The payments of a case, the newest first, with what they did and what went back."""
    return db.session.scalars(
        select(Payment)
        .where(Payment.case_id == case.id)
        .order_by(Payment.id.desc())
        .options(
            selectinload(Payment.allocations).joinedload(Allocation.claim),
            selectinload(Payment.refunds),
        )
    ).all()


def payment_file(payment: Payment) -> Payment:
    """A payment with all that its page shows."""
    return (
        db.session.scalars(
            select(Payment)
            .where(Payment.id == payment.id)
            .options(
                joinedload(Payment.case).joinedload(Case.creditor),
                joinedload(Payment.case).joinedload(Case.debtor),
                selectinload(Payment.allocations).joinedload(Allocation.claim),
                selectinload(Payment.refunds),
            )
        )
        .unique()
        .one()
    )
