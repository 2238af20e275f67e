"""What changes the worth of a case at once: claims accepted, money in or out."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from agency.cases.models import Case
from agency.cases.signals import claims_accepted
from agency.contacts.signals import promises_judged
from agency.payments import following
from agency.payments.models import Payment, Refund
from agency.payments.signals import payment_refunded, payment_taken_back, refund_undone
from agency.worklist.queries.facts import FACTS_OF
from agency.worklist.services import assign_one, reckon, reckon_with
from portal.together import Batch
from portal.web import get


@claims_accepted.connect
def reckon_accepted(case: Case, **_facts: Any) -> None:
    """There is something to collect, and somebody to do it."""
    reckon([case.id])
    assign_one(case)


@following.writes_by_facts(FACTS_OF)
def reckon_paid(batch: Batch, rows: following.Rows) -> None:
    """Less is open."""
    reckon_with(batch, rows)


@promises_judged.connect
def reckon_promised(_sender: None, cases: Iterable[UUID], **_facts: Any) -> None:
    """Who keeps its word is likelier to pay the rest."""
    reckon(cases)


@payment_refunded.connect
@payment_taken_back.connect
@refund_undone.connect
def reckon_refunded(refund: Refund, **_facts: Any) -> None:
    """More is open again, or less where a refund came back."""
    reckon([get(Payment, refund.payment_id).case_id])
