"""Selects for guarantees."""

from collections.abc import Sequence

from sqlalchemy import select

from agency.cases.models import Case
from agency.guarantors.kinds import GuarantorState
from agency.guarantors.models import Guarantor
from agency.plans.models import Plan
from portal import clock, crypto, db

_ALIVE = (GuarantorState.ASKED, GuarantorState.SIGNED)


def guarantor_of(plan: Plan) -> Guarantor | None:
    """Who is asked to guarantee a plan, or does."""
    return db.session.scalars(
        select(Guarantor).where(Guarantor.plan_id == plan.id, Guarantor.state.in_(_ALIVE))
    ).one_or_none()


def guarantors_of(case: Case) -> Sequence[Guarantor]:
    """All who were asked on a case, the newest first."""
    return db.session.scalars(
        select(Guarantor).where(Guarantor.case_id == case.id).order_by(Guarantor.id.desc())
    ).all()


def is_missing(plan: Plan) -> bool:
    """Whether a plan waits for somebody to sign. What was declined or ran out has to be settled first."""
    newest = newest_of(plan)
    if plan.needs_guarantor:
        return newest is None or newest.state != GuarantorState.SIGNED
    return newest is not None and newest.is_condition and newest.state != GuarantorState.SIGNED


def newest_of(plan: Plan) -> Guarantor | None:
    """Who was asked last about a plan, whatever came of it."""
    return db.session.scalars(
        select(Guarantor).where(Guarantor.plan_id == plan.id).order_by(Guarantor.id.desc()).limit(1)
    ).first()


def run_out() -> Sequence[Guarantor]:
    """Those whose day to sign has passed."""
    return db.session.scalars(
        select(Guarantor)
        .where(Guarantor.state == GuarantorState.ASKED, Guarantor.open_until < clock.today())
        .order_by(Guarantor.open_until)
        .limit(500)
    ).all()


def find(code: str) -> Guarantor | None:
    """The guarantee behind an address, whatever its state."""
    return db.session.scalars(
        select(Guarantor).where(Guarantor.code_hash == crypto.fingerprint(code))
    ).one_or_none()
