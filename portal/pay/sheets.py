"""What a debtor sees of its case: what is owed and why, what was paid, and what is underway."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from portal.money import Money
from portal.money import total as sum_up


class Standing(StrEnum):
    """How a case stands, as its debtor is told."""

    OPEN = "open"
    RESTS = "rests"
    WAITS = "waits"
    """Nothing is asked at the moment, but something may still come."""
    PAID = "paid"
    ENDED = "ended"
    """Nothing is asked any more, though not all was paid."""


class PaymentState(StrEnum):
    """How a payment that was begun stands."""

    PAID = "paid"
    PROCESSING = "processing"
    UNPAID = "unpaid"
    """The provider's page is still open and waits for the payer."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of why something is owed: an invoice or a credit note, a stretch of interest, a step
    of the costs."""

    what: str
    article: str
    amount: Money
    base: Money | None = None
    percent: Decimal | None = None
    from_on: date | None = None
    until_on: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A piece of evidence that the debtor may see."""

    id: uuid.UUID
    kind: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One invoice: `principal + interest + costs + awarded - paid = total`, interest and costs as
    charged; `awarded` are costs that a court added."""

    id: uuid.UUID
    invoice_no: str
    invoice_date: date
    due_on: date
    description: str
    principal: Money
    interest: Money
    costs: Money
    awarded: Money
    paid: Money
    total: Money
    principal_reasons: Sequence[Reason]
    interest_why: str
    interest_reasons: Sequence[Reason]
    costs_reason: str
    award_reasons: Sequence[Reason]
    """The judgments, each with its costs."""
    documents: Sequence[Document]


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A payment that was received."""

    id: uuid.UUID
    on: date
    amount: Money
    refunded: Money
    """What of it went back to the payer."""
    guest: str
    """The words of the link by which somebody else paid; empty where the debtor did."""
    designated: str
    """The number of the invoice that the debtor chose to pay; empty where it chose none."""
    used_elsewhere: Money
    """What of it was too much and is used for another case."""
    is_moved: bool
    """Whether it was itself too much on another case; what is `refunded` then went back there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """A payment that was begun: its amount is reserved, by its page or by a bank at work."""

    id: uuid.UUID
    amount: Money
    until: datetime | None
    """When its page closes; None once a bank is carrying it out."""
    guest: str
    """The words of the link by which somebody else pays; empty where the debtor does."""
    designated: str
    """The number of the invoice that the debtor chose to pay; empty where it chose none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Where a transfer goes, as people copy it; `epc` is what a banking app reads off a QR code."""

    name: str
    iban: str
    bic: str
    reference: str
    epc: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that the debtor asked and that waits for an answer."""

    kind: str
    on: date
    answer_by: date


@dataclass(frozen=True, slots=True)
class Wrote:
    """The last letter: when it went out, and in whose name."""

    on: date
    name: str
    for_creditor: bool
    """Whether it was the creditor's own reminder, which asks for the invoice alone."""
    nothing_added_until: date | None
    """Through this day nothing but the invoice is asked; None where that does not hold today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSheet:
    """All that the debtor's page shows once the light check is passed.

    `principal + interest + costs + awarded - paid = total`, interest and costs as charged so far.
    """

    number: str
    creditor: str
    debtor: str
    standing: Standing
    why: str
    """Why the case rests, in a sentence; empty otherwise."""
    pay_by: date | None
    principal: Money
    interest: Money
    costs: Money
    awarded: Money
    paid: Money
    total: Money
    claims: Sequence[ClaimLine]
    may_choose_invoice: bool
    """Whether the law lets the debtor say which of its invoices a payment is for."""
    costs_reasons: Sequence[Reason]
    is_law_missing: bool
    """Whether nothing was charged for the latest days because the law's figures are not known."""
    payments: Sequence[PaidLine]
    bank: Bank | None
    methods: Sequence[str]
    """The ways to pay on the provider's page, of portal.pay.wording; none while there is no way."""
    least: Money
    """The least that can be paid by card."""
    has_paid_letter: bool
    """Whether there is a letter that says that all is paid."""
    underway: Sequence[Underway]
    asked: Sequence[Asked]
    wrote: Wrote | None
    confirmed_on: date | None
    """When the creditor's own people handed this over to us; None where they did not do so here."""
    debt_help: str
    """Where people with money worries find help; empty where we know of none."""

    @property
    def takes_cards(self) -> bool:
        """Whether the provider's page can be opened at all."""
        return bool(self.methods)

    @property
    def may_pay(self) -> bool:
        """Whether there is anything to pay."""
        return self.standing in {Standing.OPEN, Standing.RESTS} and self.total.minor > 0

    @property
    def free(self) -> Money:
        """What of it nobody is paying at this moment."""
        kept = sum_up((it.amount for it in self.underway), self.total.currency)
        return max(self.total - kept, Money.zero(self.total.currency))

    @property
    def choices(self) -> Sequence[ClaimLine]:
        """The open invoices that a payment may be for; empty where there is nothing to choose."""
        found = [claim for claim in self.claims if claim.total.minor > 0]
        return found if self.may_choose_invoice and len(found) > 1 else []

    def may_pay_alone(self, claim: ClaimLine) -> bool:
        """Whether one of several invoices can be paid by card just now, and no other with it."""
        is_choice = self.may_pay and self.takes_cards and claim in self.choices
        return is_choice and self.least <= claim.total <= self.free


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How one payment stands; `left` is what the case still owes."""

    id: uuid.UUID
    state: PaymentState
    amount: Money
    refunded: Money
    paid_at: datetime | None
    creditor: str
    debtor: str
    case_number: str
    invoices: Sequence[str]
    method: str
    reference: str
    left: Money
    standing: Standing
    checkout_url: str
    """The provider's page, while it waits for the payer."""
    guest: str
    """The words of the link by which somebody else paid, who then has what is `refunded`; empty where
    the debtor did."""
    is_moved: bool
    """Whether it was too much on another case; what is `refunded` then went back there."""
    designated: str
    """The number of the invoice that the debtor chose to pay; empty where it chose none."""
