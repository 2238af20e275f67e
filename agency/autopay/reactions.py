"""What becomes of a saved method when its plan is over, or when a bank takes money back."""

from typing import Any

from sqlalchemy import Uuid, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from agency.autopay.kinds import MethodState, Over
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.queries import chosen_with
from agency.autopay.services import end
from agency.payments import following
from agency.payments.models import ProviderAccount, Refund
from agency.payments.signals import account_left, payment_taken_back
from agency.plans.models import Plan
from agency.plans.signals import plan_over
from portal import clock, db, outbox
from portal.together import Batch


@plan_over.connect
def end_with_plan(plan: Plan, **_facts: Any) -> None:
    """Nothing is taken for a plan that is over."""
    for saved in db.session.scalars(
        select(SavedMethod).where(
            SavedMethod.plan_id == plan.id, SavedMethod.state != MethodState.OVER
        )
    ):
        end(saved, Over.PLAN_OVER, by="system")


@payment_taken_back.connect
def end_when_taken_back(refund: Refund, **_facts: Any) -> None:
    """Whoever has its bank take an instalment back is not charged again by the same method."""
    saved = db.session.scalars(
        select(SavedMethod)
        .join(
            ChargeAttempt,
            (ChargeAttempt.agency_id == SavedMethod.agency_id)
            & (ChargeAttempt.saved_method_id == SavedMethod.id),
        )
        .where(ChargeAttempt.payment_id == refund.payment_id)
    ).one_or_none() or chosen_with(refund.payment_id)
    if saved is not None:  # It may not be in use yet, where the bank is that quick.
        end(saved, Over.TAKEN_BACK, by="stripe")


@account_left.connect
def end_what_is_lost(account: ProviderAccount, **_facts: Any) -> None:
    """What was kept with an account that the agency took back cannot be charged any more."""
    outbox.later("autopay.end_lost", before=clock.now().isoformat())


_CHOSEN = select(SavedMethod.id).where(
    SavedMethod.agency_id == bindparam("agency_id"),
    SavedMethod.payment_id == func.any(bindparam("payment_ids", type_=ARRAY(Uuid()))),
    SavedMethod.state == MethodState.ASKED,
)


@following.writes_by(_CHOSEN)
def begin_with_payment(batch: Batch, methods: following.Ids) -> None:
    """An instalment was paid where a card or account was chosen: it is in use from now on."""
    for method_id in methods:
        outbox.later_with(batch, "autopay.complete", saved_method_id=method_id)


def announces(plan: Any) -> Any:
    """Whether the instalments of a plan are announced here, and not by a reminder."""
    return exists().where(
        SavedMethod.agency_id == plan.agency_id,
        SavedMethod.plan_id == plan.id,
        SavedMethod.state == MethodState.ACTIVE,
    )
