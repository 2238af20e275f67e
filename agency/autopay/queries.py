"""Selects of saved methods and of the tries to charge them."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from agency.autopay.kinds import AT_PROVIDER, AttemptState, MethodState, Risk
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.cases.guard import NOTICE, bars
from agency.cases.models import Case
from agency.compliance.bars import DECLARED, declared_of
from agency.compliance.blocks import SHUTTING
from agency.compliance.kinds import DeclarationKind
from agency.plans.models import Plan
from portal import db

BESIDE = frozenset({"plan", "address", "notice_open", "term", DECLARED})
"""Bars on writing to a debtor that do not stand in the way of what it allowed itself."""
STOPPING = SHUTTING - {DeclarationKind.OPT_OUT, DeclarationKind.INCONVENIENT}
"""Declarations after which nothing is taken from a debtor. Whoever wants no texts still pays by card."""


def active_method(plan: Plan) -> SavedMethod | None:
    """What instalments of a plan are taken from, if they are."""
    return _one(plan, MethodState.ACTIVE)


def asked_method(plan: Plan) -> SavedMethod | None:
    """What the debtor allowed and has not chosen yet, on the provider's page."""
    return _one(plan, MethodState.ASKED)


def method_of(case: Case) -> SavedMethod | None:
    """The saved method of a case that is in use."""
    return db.session.scalars(
        select(SavedMethod).where(
            SavedMethod.case_id == case.id, SavedMethod.state == MethodState.ACTIVE
        )
    ).one_or_none()


def by_reference(method_ref: str) -> Sequence[SavedMethod]:
    """The rows of a card or account that the provider knows by a name, those in use."""
    return db.session.scalars(
        select(SavedMethod).where(
            SavedMethod.method_ref == method_ref, SavedMethod.state == MethodState.ACTIVE
        )
    ).all()


def chosen_with(payment_id: uuid.UUID) -> SavedMethod | None:
    """The card or account that was chosen on the page of a payment."""
    return db.session.scalars(
        select(SavedMethod).where(SavedMethod.payment_id == payment_id)
    ).one_or_none()


def methods_of(case: Case) -> Sequence[SavedMethod]:
    """All that was ever allowed on a case, the newest first."""
    return db.session.scalars(
        select(SavedMethod).where(SavedMethod.case_id == case.id).order_by(SavedMethod.id.desc())
    ).all()


def attempts_of(case: Case, limit: int = 20) -> Sequence[ChargeAttempt]:
    """The tries on a case, the newest first."""
    return db.session.scalars(
        select(ChargeAttempt)
        .where(ChargeAttempt.case_id == case.id)
        .order_by(ChargeAttempt.id.desc())
        .limit(limit)
    ).all()


def attempts_for(plan_id: uuid.UUID, due_on: Any) -> Sequence[ChargeAttempt]:
    """The tries to take an instalment, in their order."""
    return db.session.scalars(
        select(ChargeAttempt)
        .where(ChargeAttempt.plan_id == plan_id, ChargeAttempt.due_on == due_on)
        .order_by(ChargeAttempt.number)
    ).all()


def at_provider(case: Case) -> ChargeAttempt | None:
    """The try that the provider has and has not answered for good."""
    return db.session.scalars(
        select(ChargeAttempt)
        .where(ChargeAttempt.case_id == case.id, ChargeAttempt.state.in_(AT_PROVIDER))
        .limit(1)
    ).first()


def is_barred(of_case: Any, *, beside: Collection[str] = ()) -> ColumnElement[bool]:
    """Whether nothing may be taken on a case now, whatever was allowed; but for the bars `beside`."""
    let_pass = BESIDE.union(beside)
    standing = (
        bar.holds(of_case) for bar in bars() if bar.code not in let_pass and NOTICE in bar.of
    )
    return or_(declared_of(of_case, STOPPING), *standing)


def card_risk(plan: Any) -> Any:
    """What threatens the next instalment of plans by their card or account; null where nothing does.

    Seen ahead, or declined and not tried again by itself, as long as no other one took its place.
    """
    seen = select(SavedMethod.risk).where(
        SavedMethod.agency_id == plan.agency_id,
        SavedMethod.plan_id == plan.id,
        SavedMethod.state == MethodState.ACTIVE,
        SavedMethod.risk != "",
        SavedMethod.risk_for == plan.next_on,
    )
    later, other = aliased(ChargeAttempt), aliased(SavedMethod)
    declined = exists().where(
        ChargeAttempt.agency_id == plan.agency_id,
        ChargeAttempt.plan_id == plan.id,
        ChargeAttempt.due_on == plan.next_on,
        ChargeAttempt.state == AttemptState.DECLINED,
        ChargeAttempt.retry_on.is_(None),
        ~exists().where(
            later.agency_id == ChargeAttempt.agency_id,
            later.plan_id == ChargeAttempt.plan_id,
            later.due_on == ChargeAttempt.due_on,
            later.number > ChargeAttempt.number,
        ),
        ~exists().where(
            other.agency_id == ChargeAttempt.agency_id,
            other.plan_id == ChargeAttempt.plan_id,
            other.state == MethodState.ACTIVE,
            other.id != ChargeAttempt.saved_method_id,
        ),
    )
    return func.coalesce(seen.scalar_subquery(), case((declined, Risk.DECLINED.value)))


def _one(plan: Plan, state: MethodState) -> SavedMethod | None:
    return db.session.scalars(
        select(SavedMethod).where(and_(SavedMethod.plan_id == plan.id, SavedMethod.state == state))
    ).one_or_none()
