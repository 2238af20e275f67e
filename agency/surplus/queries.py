"""Selects of what was paid too much: whose money waits, since when, and what was said of it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload

from agency.cases.models import Case
from agency.ledger.models import CaseBalance
from agency.payments.models import Payment, SurplusMove
from agency.surplus.models import SurplusChoice, SurplusSettings
from portal import clock, db

DAYS = 14
"""After so many days finance is reminded, unless the agency chose otherwise: the house's own figure."""


def waiting(*, asked_back: bool = False) -> Select[tuple[Case, CaseBalance]]:
    """The cases that keep money of their debtors, to be paged by day and key."""
    query = (
        select(Case, CaseBalance.surplus_since, CaseBalance.id)
        .join(CaseBalance, and_(CaseBalance.agency_id == Case.agency_id, CaseBalance.id == Case.id))
        .where(CaseBalance.surplus_minor > 0)
        .options(contains_eager(Case.balance), joinedload(Case.debtor), joinedload(Case.creditor))
    )
    return query.where(_is_asked_back()) if asked_back else query  # type: ignore[return-value]  # Keys beside it.


def how_many_ask() -> int:
    """How many debtors wait for money that they asked back."""
    found = db.session.scalar(
        select(func.count())
        .select_from(Case)
        .join(CaseBalance, and_(CaseBalance.agency_id == Case.agency_id, CaseBalance.id == Case.id))
        .where(CaseBalance.surplus_minor > 0, _is_asked_back())
    )
    return int(found or 0)


def wishes_of(cases: Sequence[Case]) -> dict[object, SurplusChoice]:
    """The wish to have it back of each of these cases, where one waits."""
    found = db.session.scalars(
        select(SurplusChoice).where(SurplusChoice.case_id.in_([case.id for case in cases]), *_WAITS)
    )
    return {it.case_id: it for it in found}


def wish_of(case: Case) -> SurplusChoice | None:
    """The debtor's wish to have it back, while it waits."""
    return wishes_of([case]).get(case.id)


def choices_of(case: Case) -> Sequence[SurplusChoice]:
    """What was said of the money of a case, the latest first."""
    return db.session.scalars(
        select(SurplusChoice)
        .where(SurplusChoice.case_id == case.id)
        .order_by(SurplusChoice.id.desc())
        .options(joinedload(SurplusChoice.to_case))
    ).all()


def owing_cases(case: Case) -> Sequence[Case]:
    """The open cases of the same debtor in the same currency on which something is owed."""
    return db.session.scalars(
        select(Case)
        .join(CaseBalance, and_(CaseBalance.agency_id == Case.agency_id, CaseBalance.id == Case.id))
        .where(
            Case.debtor_id == case.debtor_id,
            Case.currency == case.currency,
            Case.closed_at.is_(None),
            CaseBalance.open_minor > 0,
        )
        .order_by(Case.number)
    ).all()


def moves_about(case: Case) -> Sequence[SurplusMove]:
    """What went from a case to another one or came from there, the latest first."""
    of_case = select(Payment.id).where(Payment.case_id == case.id)
    return db.session.scalars(
        select(SurplusMove)
        .where(SurplusMove.from_id.in_(of_case) | SurplusMove.to_id.in_(of_case))
        .order_by(SurplusMove.id.desc())
        .options(
            joinedload(SurplusMove.source).joinedload(Payment.case),
            joinedload(SurplusMove.target).joinedload(Payment.case),
            joinedload(SurplusMove.refund),
        )
    ).all()


def settings() -> SurplusSettings:
    """What the agency chose, or the house's own figure."""
    found = db.session.scalars(select(SurplusSettings)).one_or_none()
    return found or SurplusSettings(days=DAYS)


def kept_until(day: date) -> Sequence[Case]:
    """The cases that have kept money since a day or longer, the longest first."""
    query = waiting().where(CaseBalance.surplus_since <= day)
    return [row.Case for row in db.session.execute(query.order_by(CaseBalance.surplus_since))]


def has_surplus(case: Case) -> bool:
    """Whether a case keeps money of its debtor."""
    return case.balance is not None and case.balance.surplus.minor > 0


def since(case: Case) -> date:
    """Since when a case keeps money of its debtor."""
    found = case.balance.surplus_since if case.balance else None
    return found or clock.today()


_WAITS = (SurplusChoice.to_case_id.is_(None), SurplusChoice.ended_at.is_(None))


def _is_asked_back() -> ColumnElement[bool]:
    return (
        select(SurplusChoice.id)
        .where(SurplusChoice.agency_id == Case.agency_id, SurplusChoice.case_id == Case.id, *_WAITS)
        .exists()
    )
