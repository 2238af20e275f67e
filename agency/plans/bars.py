"""When a plan stands in the way of approaching a debtor."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import case, select

from agency.cases.guard import Bar, there_is
from agency.plans.kinds import ALIVE, OPEN, PlanState, SettlementState
from agency.plans.models import Plan, Referral, Settlement

_SETTLING = (SettlementState.OFFERED, SettlementState.AGREED)


def _until(of_case: Any) -> Any:
    """Through the next instalment, or through the last day of the offer."""
    last = case((Plan.state == PlanState.RUNNING, Plan.next_on), else_=Plan.open_until)
    return (
        select(last)
        .where(
            Plan.agency_id == of_case.agency_id,
            Plan.case_id == of_case.id,
            Plan.state.in_(ALIVE),
        )
        .scalar_subquery()
    )


RUNNING = Bar(
    code="plan",
    says=_("A payment plan is running."),
    holds=lambda c: there_is(Plan, c, Plan.state == PlanState.RUNNING),
    until=_until,
    order=34,
)
PROPOSED = Bar(
    code="plan_offer",
    says=_("A payment plan is offered or asked for."),
    holds=lambda c: there_is(Plan, c, Plan.state.in_(OPEN)),
    until=_until,
    order=36,
)


def _settled_until(of_case: Any) -> Any:
    return (
        select(Settlement.pay_by)
        .where(
            Settlement.agency_id == of_case.agency_id,
            Settlement.case_id == of_case.id,
            Settlement.state.in_(_SETTLING),
        )
        .scalar_subquery()
    )


SETTLING = Bar(
    code="settlement",
    says=_("A settlement is offered or agreed, and its day has not passed."),
    holds=lambda c: there_is(Settlement, c, Settlement.state.in_(_SETTLING)),
    until=_settled_until,
    order=33,
)


def _answered_by(of_case: Any) -> Any:
    return (
        select(Referral.answer_by)
        .where(
            Referral.agency_id == of_case.agency_id,
            Referral.case_id == of_case.id,
            Referral.answer == "",
        )
        .scalar_subquery()
    )


REFERRED = Bar(
    code="plan_referral",
    says=_("The creditor is asked whether it goes beyond its limits."),
    holds=lambda c: there_is(Referral, c, Referral.answer == ""),
    until=_answered_by,
    order=35,
)
