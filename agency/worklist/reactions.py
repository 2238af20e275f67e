"""What changes the worth of a case at once: claims accepted, money in or out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from agency.cases.models import Case
from agency.cases.signals import claims_accepted
from agency.payments.models import Payment, Refund
from agency.payments.signals import (
    payment_refunded,
    payment_taken_back,
    payments_received,
    refund_undone,
)
from agency.worklist.services import assign_one, reckon
from portal.web import get


@claims_accepted.connect
def reckon_accepted(case: Case, **_facts: Any) -> None:
    """There is something to collect, and somebody to do it."""
    reckon([case.id])
    assign_one(case)


@payments_received.connect
def reckon_paid(_sender: None, received: Mapping[UUID, UUID], **_facts: Any) -> None:
    """Less is open."""
    reckon(received.values())


@payment_refunded.connect
@payment_taken_back.connect
@refund_undone.connect
def reckon_refunded(refund: Refund, **_facts: Any) -> None:
    """More is open again, or less where a refund came back."""
    reckon([get(Payment, refund.payment_id).case_id])
