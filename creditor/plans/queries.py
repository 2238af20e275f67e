"""Selects of what a creditor is asked about plans; all begin at the acting creditor."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from agency.cases.models import Case
from agency.plans.kinds import Answer
from agency.plans.models import Plan, Referral
from creditor.access import my_creditor
from portal import db


def waiting() -> Sequence[Referral]:
    """What waits for the creditor's answer, the most pressing first."""
    return db.session.scalars(
        _asked().where(Referral.answer == "").order_by(Referral.answer_by, Referral.id)
    ).all()


def answered() -> Select[Any]:
    """What it was asked and answered, to be paged by key."""
    return _asked().where(Referral.answer.not_in(("", Answer.WITHDRAWN)))


def _asked() -> Select[Any]:
    return (
        select(Referral)
        .where(Referral.creditor_id == my_creditor().id)
        .options(
            joinedload(Referral.case).joinedload(Case.debtor),
            joinedload(Referral.plan).selectinload(Plan.instalments),
        )
    )
