"""What plans do when money comes or goes, when facts change, and when a case ends."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Uuid, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from agency.budgets.signals import consent_revoked
from agency.cases.guard import there_is
from agency.cases.models import Case
from agency.cases.signals import case_closed
from agency.contacts.models import Contact
from agency.contacts.signals import contact_logged
from agency.payments import following
from agency.payments.models import Payment, Refund
from agency.payments.signals import payment_refunded, payment_taken_back, refund_undone
from agency.plans.kinds import Beyond, PlanState, SettlementState
from agency.plans.models import Plan, Referral, Settlement
from agency.plans.position import position
from agency.plans.queries import alive, settlement_of, terms_for
from agency.plans.services import (
    judge_plan_of,
    judge_settlement_of,
    judge_waiver_of,
    refer,
    withdraw_open,
)
from agency.plans.services.next_moves import AT_RISK, go_on
from agency.plans.signals import plan_asked, plan_over
from portal import clock, db
from portal.audit import services as audit
from portal.bulk import among
from portal.together import together
from portal.web import get

_STANDING = (SettlementState.AGREED, SettlementState.IN_FORCE, SettlementState.VOID)
_TO_JUDGE = select(Case.id).where(
    Case.agency_id == bindparam("agency_id"),
    Case.id == func.any(bindparam("case_ids", type_=ARRAY(Uuid()))),
    or_(
        there_is(Plan, Case, Plan.state == PlanState.RUNNING),
        there_is(Plan, Case, Plan.state == PlanState.COMPLETED),
        there_is(Settlement, Case, among(Settlement.state, _STANDING)),
        there_is(Payment, Case, Payment.paid_at.is_not(None), Payment.awaited_since.is_not(None)),
    ),
)
"""Cases with something that money can change; most have none."""


@following.acts_on(_TO_JUDGE)
def judge_after_payments(cases: following.Ids) -> None:
    """Money came in: instalments may be paid by it."""
    _judge(cases)


@payment_refunded.connect
@payment_taken_back.connect
@refund_undone.connect
def judge_after_refund(refund: Refund, **_facts: Any) -> None:
    """Money went back, or came back again: an instalment may be open or paid by it."""
    [found] = together((_TO_JUDGE, {"case_ids": [get(Payment, refund.payment_id).case_id]}))
    _judge(row.id for row in found)


@case_closed.connect
def end_with_case(case: Case, **_facts: Any) -> None:
    """A plan is paid with its case, or over with it."""
    made = settlement_of(case)
    if made is not None and made.is_alive:
        made.state, made.ended_at, made.ended_why = SettlementState.ENDED, clock.now(), "closed"
        audit.record(made, "settlement.ended", by="system", amount=made.amount)
    plan = alive(case)
    withdraw_open(case, by="system")
    if plan is None:
        return
    is_paid = plan.is_running and position(plan).is_done
    plan.state = PlanState.COMPLETED if is_paid else PlanState.ENDED
    plan.ended_at, plan.ended_why = clock.now(), "" if is_paid else "closed"
    db.session.flush()
    kind = "plan.completed" if is_paid else "plan.ended"
    audit.record(plan, kind, by="system", amount=plan.total)
    plan_over.send(plan)


@consent_revoked.connect
def forget_what_can_be_borne(case: Case, **_facts: Any) -> None:
    """A creditor that was told what a debtor can bear reads it no more."""
    theirs = select(Case.id).where(Case.debtor_id == case.debtor_id)
    db.session.execute(
        update(Referral)
        .where(Referral.case_id.in_(theirs), Referral.bearable_minor.is_not(None))
        .values(bearable_minor=None)
    )


@contact_logged.connect
def calm_after_contact(contact: Contact, **_facts: Any) -> None:
    """Whoever was spoken to knows of its instalment: the plan is no task any more."""
    if contact.is_right_party and contact.case.move == AT_RISK:
        go_on(contact.case)


@plan_asked.connect
def put_before_creditor(plan: Plan, **_facts: Any) -> None:
    """Where only the creditor goes beyond its limits, it is asked at once."""
    if terms_for(plan.case).beyond != Beyond.CREDITOR:
        return
    with force_locale(plan.case.creditor.locale):
        why = _("Your customer asks for this itself. It lies beyond what you allow.")
    refer(plan, why, by="system")


def _judge(case_ids: Iterable[UUID]) -> None:
    for case in db.session.scalars(select(Case).where(among(Case.id, case_ids))).all():
        judge_plan_of(case)
        judge_settlement_of(case)
        judge_waiver_of(case)
