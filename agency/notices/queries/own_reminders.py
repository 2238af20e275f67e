"""What reminders in the creditor's own name depend on: its terms, and whether the agency wrote."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from agency.cases.models import Case, Claim, Placement
from agency.clients.models import Agreement
from agency.law.vocabulary import NoticeKind
from agency.notices.models import Notice
from portal import db

ASKED = (Notice.dispatched_at.is_not(None), Notice.kind != NoticeKind.OWN_REMINDER)
"""What makes a notice one by which the agency, or a firm, has asked."""


def unagreed(of_case: Any) -> ColumnElement[bool]:
    """Whether a case has a claim that was handed over without these reminders being agreed."""
    return exists().where(
        Claim.agency_id == of_case.agency_id,
        Claim.case_id == of_case.id,
        Claim.withdrawn_at.is_(None),
        _placed(),
        _under(),
        Agreement.own_reminders.is_(False),
    )


def without_own_reminders(case: Case) -> Sequence[str]:
    """The invoices of a case that were handed over without these reminders being agreed."""
    return db.session.scalars(
        select(Claim.invoice_no)
        .join(Placement, _placed())
        .join(Agreement, _under())
        .where(
            Claim.case_id == case.id,
            Claim.withdrawn_at.is_(None),
            Agreement.own_reminders.is_(False),
        )
        .order_by(Claim.due_on, Claim.id)
    ).all()


def has_been_asked(case: Case) -> bool:
    """Whether a notice went out that was not in the creditor's own name."""
    return bool(
        db.session.scalar(
            select(select(Notice.id).where(Notice.case_id == case.id, *ASKED).exists())
        )
    )


def _placed() -> Any:
    return and_(Placement.agency_id == Claim.agency_id, Placement.id == Claim.placement_id)


def _under() -> Any:
    return and_(Agreement.agency_id == Placement.agency_id, Agreement.id == Placement.agreement_id)
