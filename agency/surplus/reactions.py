"""What follows where money that was too much comes or goes."""

from typing import Any

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from agency.ledger.models import CaseBalance
from agency.payments import following
from agency.payments.models import Payment, Refund
from agency.payments.signals import payment_refunded, payment_taken_back
from agency.surplus import services
from portal import outbox
from portal.web import get

_TOO_MUCH = select(CaseBalance.id).where(
    CaseBalance.agency_id == bindparam("agency_id"),
    CaseBalance.id == func.any(bindparam("case_ids", type_=ARRAY(Uuid()))),
    CaseBalance.surplus_minor > 0,
)


@following.acts_on(_TOO_MUCH)
def ask_debtors(cases: following.Ids) -> None:
    """Have those asked who paid too much."""
    for case_id in cases:
        outbox.later("surplus.ask", case_id=case_id)


@payment_refunded.connect
@payment_taken_back.connect
def look_again(refund: Refund, **_facts: Any) -> None:
    """Money went: nothing may be left to be asked back."""
    services.end_wishes([get(Payment, refund.payment_id).case_id])
