"""Selects for a creditor's case pages. All begin at `my_cases()`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import joinedload, selectinload, with_expression

from agency.cases.models import Case, Claim, Mover, Review, ReviewOutcome
from agency.cases.worklist import found
from agency.notices.models import Notice
from agency.payments.models import Payment
from creditor.access import my_cases
from creditor.cases.schemas import State, Wanted
from portal import db
from portal.audit.models import Event
from portal.errors import NotFound


def cases(asked: Wanted) -> Select[Any]:
    """The cases that somebody asked for, with all that a line shows."""
    query = my_cases().options(
        joinedload(Case.debtor),
        joinedload(Case.balance),
        joinedload(Case.running_hold),
        with_expression(Case.placed_minor, _placed()),
    )
    if asked.state is State.CLOSED:
        query = query.where(Case.closed_at.is_not(None))
    elif asked.state:
        query = query.where(Case.closed_at.is_(None))
    if asked.state is State.MINE:
        query = query.where(Case.mover == Mover.CREDITOR)
    if asked.state is State.REVIEW:
        query = query.where(Case.move.in_(("review", "answer")))
    if asked.text:
        matches = found(asked.text)
        ids = matches.with_only_columns(Case.id) if matches is not None else None
        query = query.where(Case.id.in_(ids) if ids is not None else false())
    return query


def case_file(case: Case) -> Case:
    """A case with all that its page shows."""
    found: Case = db.session.scalars(
        my_cases()
        .where(Case.id == case.id)
        .options(
            joinedload(Case.creditor),
            joinedload(Case.debtor),
            joinedload(Case.balance),
            selectinload(Case.claims).joinedload(Claim.review),
            selectinload(Case.holds),
            selectinload(Case.reviews),
        )
    ).one()
    return found


def open_question(case: Case) -> Review | None:
    """The agency's question that waits for an answer."""
    asked = [review for review in case.reviews if review.outcome == ReviewOutcome.ASKED]
    return next((review for review in reversed(asked) if review.replied_at is None), None)


def questions() -> Sequence[Review]:
    """All questions of the agency that wait for the acting creditor, the most pressing first."""
    mine = my_cases().with_only_columns(Case.id)
    return db.session.scalars(
        select(Review)
        .join(Case, (Case.agency_id == Review.agency_id) & (Case.id == Review.case_id))
        .where(
            Review.case_id.in_(mine),
            Review.outcome == ReviewOutcome.ASKED,
            Review.replied_at.is_(None),
            Case.closed_at.is_(None),
        )
        .options(joinedload(Review.case).joinedload(Case.debtor))
        .order_by(Case.move_until, Review.id)
    ).all()


def payments(case: Case) -> Sequence[Payment]:
    """What came in for a case, with what it brought, latest first."""
    return db.session.scalars(
        select(Payment)
        .where(Payment.case_id == case.id, Payment.paid_at.is_not(None))
        .options(
            selectinload(Payment.allocations),
            selectinload(Payment.refunds),
            joinedload(Payment.designated_claim),
        )
        .order_by(Payment.id.desc())
    ).all()


def sent_notices(case: Case) -> Sequence[Notice]:
    """The notices of a case that went out, latest first."""
    return db.session.scalars(
        select(Notice)
        .where(
            Notice.case_id == case.id,
            Notice.dispatched_at.is_not(None),
            Notice.withdrawn_at.is_(None),
        )
        .order_by(Notice.id.desc())
    ).all()


def sent_notice(case: Case, notice: Notice) -> Notice:
    """A notice of a case that went to the debtor; NotFound for any other."""
    if notice.case_id != case.id or notice.dispatched_at is None:
        raise NotFound
    return notice


def events(case: Case, kinds: Sequence[str]) -> Sequence[Event]:
    """What happened to a case, of some kinds, latest first."""
    return db.session.scalars(
        select(Event)
        .where(Event.case_id == case.id, Event.kind.in_(kinds))
        .order_by(Event.id.desc())
        .limit(60)
    ).all()


def _placed() -> Any:
    """The principal of a case's claims that the agency has not answered yet."""
    return (
        select(func.sum(Claim.principal_minor))
        .outerjoin(Review, (Review.agency_id == Claim.agency_id) & (Review.id == Claim.review_id))
        .where(
            Claim.agency_id == Case.agency_id,
            Claim.case_id == Case.id,
            Claim.withdrawn_at.is_(None),
            Claim.review_id.is_(None) | (Review.outcome == ReviewOutcome.ASKED),
        )
        .correlate(Case)
        .scalar_subquery()
    )
