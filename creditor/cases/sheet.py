"""What the creditor's page of a case shows: owed, proved, paid, said and done."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agency.cases import timeline
from agency.cases.models import Case, Closure, ClosureReason, Mover, Review
from agency.cases.moves import CLOSURE_REASONS, MOVERS, MOVES, TASKS, state_of
from agency.cases.owed import CaseOwed, owed
from agency.cases.queries import closure_of
from agency.clients.tariff import Reason
from agency.messages.models import Message
from agency.notices.models import Notice
from agency.payments.models import Payment
from creditor.cases import queries
from creditor.evidence.services import proof_of
from creditor.guarantees.sheet import Guarantee, guarantees_of
from creditor.messages.queries import messages_with_us
from portal.money import Money, total

KINDS = (
    *("claim.placed", "claims.accepted", "claims.asked", "claims.refused", "review.answered"),
    *("case.held", "case.hold_lifted", "case.closed", "case.reopened", "evidence.added"),
    *("debtor.objection", "debtor.not_me", "debtor.answered", "notice.dispatched"),
    *("contact.reached", "promise.made", "promise.kept", "promise.partly_kept", "promise.broken"),
    *("plan.agreed", "plan.completed", "plan.broken", "plan.ended", "plan.referred"),
    *("guarantor.signed", "guarantor.released"),
    *("autopay.saved", "autopay.declined", "autopay.at_risk", "autopay.ended"),
    *("plan.referral_answered", "settlement.agreed", "settlement.in_force", "settlement.void"),
    *("payment.received", "payment.refunded", "payment.charged_back", "payment.debit_returned"),
    *("payment.refund_undone", "chargeback.opened", "chargeback.won", "chargeback.lost"),
    *("payment.moved_here", "payment.moved_back"),
    *("award.booked", "award.reversed"),
    *("claim.credited", "claim.due_date_corrected", "claim.withdrawn", "case.charged_anew"),
)
"""The events that a creditor is told of; the rest is how the agency works."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment and what it left for the creditor."""

    payment: Payment
    received: Money
    fee: Money
    fee_vat: Money

    @property
    def net(self) -> Money:
        """What is left for the creditor."""
        return self.received - self.fee - self.fee_vat


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case as its creditor sees it."""

    case: Case
    owed: CaseOwed
    by_claim: Mapping[uuid.UUID, Any]
    closure: Closure | None
    question: Review | None
    proofs: Sequence[Any]
    receipts: Sequence[Receipt]
    notices: Sequence[Notice]
    happenings: Sequence[Any]
    messages: Sequence[Message]
    guarantees: Sequence[Guarantee]

    @property
    def state(self) -> tuple[str, str]:
        """The case's state, for a badge."""
        return state_of(self.case, self.closure)

    @property
    def mover(self) -> str:
        """Whose move it is, to the creditor's people."""
        return str(MOVERS[Mover(self.case.mover)])

    @property
    def move(self) -> str:
        """What is waited for."""
        words = TASKS if self.case.mover == Mover.CREDITOR else MOVES
        return str(words.get(self.case.move, ""))

    @property
    def ended(self) -> str:
        """Why it was closed."""
        return str(CLOSURE_REASONS[ClosureReason(self.closure.reason)]) if self.closure else ""

    @property
    def collected(self) -> Money:
        """All that came in and was not given back."""
        return total((each.received for each in self.receipts), self.case.currency)

    @property
    def fees(self) -> Money:
        """The fee on it with its VAT."""
        return total((each.fee + each.fee_vat for each in self.receipts), self.case.currency)


def sheet(case: Case) -> Sheet:
    """All that the page shows, in a few queries."""
    case = queries.case_file(case)
    found = owed(case)
    return Sheet(
        case=case,
        owed=found,
        by_claim={each.claim.id: each for each in found.claims},
        closure=None if case.is_open else closure_of(case),
        question=queries.open_question(case) if case.is_open else None,
        proofs=proof_of(case),
        receipts=[_receipt(payment) for payment in queries.payments(case)],
        notices=queries.sent_notices(case),
        happenings=timeline.told(queries.events(case, KINDS)),
        messages=messages_with_us(case),
        guarantees=guarantees_of(case),
    )


def reasons_of(claim: Any) -> list[Reason]:
    """Why a claim's fee is what it is, as it was frozen."""
    return [Reason.from_json(kept) for kept in claim.fee_reasons]


def _receipt(payment: Payment) -> Receipt:
    parts = payment.allocations
    return Receipt(
        payment,
        total((part.received for part in parts), payment.currency),
        total((part.fee for part in parts), payment.currency),
        total((part.fee_vat for part in parts), payment.currency),
    )
