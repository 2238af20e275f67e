"""Selects of statements of income and outgo."""

from collections.abc import Sequence

from sqlalchemy import select

from agency.budgets.bearable import USUAL_PERCENT
from agency.budgets.models import BearableShare, Budget
from agency.cases.models import Case
from portal import db


def budgets_of(case: Case) -> Sequence[Budget]:
    """What the debtor of a case stated, the latest first."""
    return db.session.scalars(
        select(Budget).where(Budget.debtor_id == case.debtor_id).order_by(Budget.id.desc())
    ).all()


def budget_of(case: Case) -> Budget | None:
    """The statement that one may go by; none where the latest is revoked or too old.

    What was stated in another currency says nothing of an instalment in this one.
    """
    latest = next((it for it in budgets_of(case) if it.currency == case.currency), None)
    return latest if latest and latest.holds else None


def share() -> int:
    """The share of what is left over that goes to debts, in percent."""
    found = db.session.scalars(
        select(BearableShare.percent).order_by(BearableShare.id.desc()).limit(1)
    ).first()
    return USUAL_PERCENT if found is None else found
