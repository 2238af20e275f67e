"""Selects for the case page: the whole file at once, the same debtor elsewhere, who may have a case."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, select, tuple_, union
from sqlalchemy.orm import joinedload, selectinload

from agency.cases.finding import TELLING, terms_of_debtor
from agency.cases.models import Case, CaseTerm, Claim, Closure, Placement
from agency.clients.models import Creditor
from portal import clock, db
from portal.accounts.models import Membership, User
from portal.accounts.permissions import GRANTS, Permission
from portal.tenancy import acting

RELATED = 10


def case_file(case: Case) -> Case:
    """The case with all that its page shows, in a few queries whatever its size."""
    return (
        db.session.scalars(
            select(Case)
            .where(Case.id == case.id)
            .options(
                joinedload(Case.creditor),
                joinedload(Case.debtor),
                joinedload(Case.balance),
                joinedload(Case.collector).joinedload(Membership.user),
                selectinload(Case.claims).joinedload(Claim.review),
                selectinload(Case.holds),
                selectinload(Case.reviews),
                selectinload(Case.requests),
            )
        )
        .unique()
        .one()
    )


def closure_of(case: Case) -> Closure | None:
    """Why and by whom a case was closed, the last time it was."""
    return db.session.scalars(
        select(Closure).where(Closure.case_id == case.id).order_by(Closure.id.desc()).limit(1)
    ).first()


def related(case: Case) -> Sequence[Case]:
    """Other cases of what looks like the same debtor, at whatever creditor. For staff only."""
    agency_id = acting().agency_id
    telling = [term for term in terms_of_debtor(case.debtor) if term[0] in TELLING]
    same = union(
        select(Case.id).where(Case.agency_id == agency_id, Case.debtor_id == case.debtor_id),
        select(CaseTerm.case_id).where(
            CaseTerm.agency_id == agency_id,
            tuple_(CaseTerm.term, CaseTerm.kind).in_([(term, kind) for kind, term in telling]),
        ),
    )
    return db.session.scalars(
        select(Case)
        .where(Case.id != case.id, Case.id.in_(same))
        .options(joinedload(Case.creditor), joinedload(Case.debtor), joinedload(Case.balance))
        .order_by(Case.number.desc())
        .limit(RELATED)
    ).all()


def collectors() -> Sequence[tuple[uuid.UUID, str]]:
    """The people of the agency who work cases, by name: their membership, and what they are called."""
    roles = [role for role, granted in GRANTS.items() if Permission.WORK_CASES in granted]
    rows = db.session.execute(
        select(Membership.id, User.name)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role.in_(roles), Membership.ended_at.is_(None))
        .order_by(User.name, Membership.id)
    )
    return [(membership_id, name) for membership_id, name in rows]


def creditors() -> Sequence[tuple[uuid.UUID, str]]:
    """The creditors of the agency, to choose from."""
    rows = db.session.execute(select(Creditor.id, Creditor.name).order_by(Creditor.name))
    return [(creditor_id, name) for creditor_id, name in rows]


CONFIRMED = (
    select(func.max(Placement.placed_at))
    .join(Claim, and_(Claim.agency_id == Placement.agency_id, Claim.placement_id == Placement.id))
    .where(
        Claim.agency_id == bindparam("agency_id"),
        Claim.case_id == bindparam("case_id"),
        Claim.withdrawn_at.is_(None),
        select(Membership.id)
        .where(
            Membership.agency_id == Placement.agency_id,
            Membership.user_id == Placement.placed_by,
            Membership.creditor_id == Placement.creditor_id,
        )
        .exists(),
    )
)
"""The row that `confirmed_on` reads; to be asked together with others."""


def confirmed_on(rows: Sequence[Any]) -> date | None:
    """When its creditor's own people last handed over claims of a case; None where we entered them."""
    [[at]] = rows
    return clock.day_of(at) if at else None
