"""The port between the debtor's pages and the case system: all that the public can reach of a case.

The agency's side answers it. A `code` is what the address of a payment link ends in.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from portal import slots
from portal.money import Money
from portal.money import total as sum_up
from portal.pay.autopay import AutopayDesk
from portal.pay.budgets import BudgetDesk
from portal.pay.files import File
from portal.pay.guests import HelperDesk
from portal.pay.plans import PlanDesk
from portal.pay.questions import QuestionDesk

PORT = "payer_desk"


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
class Door:
    """What may be said before the light check: nothing of the debtor or the claim."""

    locale: str
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of an answer to the light check; it holds as true when the answer was right."""

    is_right: bool
    tries_left: int
    locked_until: datetime | None

    def __bool__(self) -> bool:
        return self.is_right


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
    """One invoice: `principal + interest + costs - paid = total`, interest and costs as charged."""

    invoice_no: str
    invoice_date: date
    due_on: date
    description: str
    principal: Money
    interest: Money
    costs: Money
    paid: Money
    total: Money
    principal_reasons: Sequence[Reason]
    interest_why: str
    interest_reasons: Sequence[Reason]
    costs_reason: str
    documents: Sequence[Document]


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A payment that was received."""

    id: uuid.UUID
    on: date
    amount: Money
    refunded: Money
    guest: str
    """The words of the link by which somebody else paid; empty where the debtor did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """A payment that was begun: its amount is reserved, by its page or by a bank at work."""

    id: uuid.UUID
    amount: Money
    until: datetime | None
    """When its page closes; None once a bank is carrying it out."""
    guest: str
    """The words of the link by which somebody else pays; empty where the debtor does."""


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

    `principal + interest + costs - paid = total`, interest and costs as charged so far.
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
    paid: Money
    total: Money
    claims: Sequence[ClaimLine]
    costs_reasons: Sequence[Reason]
    is_law_missing: bool
    """Whether nothing was charged for the latest days because the law's figures are not known."""
    payments: Sequence[PaidLine]
    bank: Bank | None
    takes_cards: bool
    least: Money
    """The least that can be paid by card."""
    has_paid_letter: bool
    """Whether there is a letter that says that all is paid."""
    underway: Sequence[Underway]
    asked: Sequence[Asked]
    wrote: Wrote | None
    debt_help: str
    """Where people with money worries find help; empty where we know of none."""

    @property
    def may_pay(self) -> bool:
        """Whether there is anything to pay."""
        return self.standing in {Standing.OPEN, Standing.RESTS} and self.total.minor > 0

    @property
    def free(self) -> Money:
        """What of it nobody is paying at this moment."""
        kept = sum_up((it.amount for it in self.underway), self.total.currency)
        return max(self.total - kept, Money.zero(self.total.currency))


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
    """The words of the link by which somebody else paid; empty where the debtor did."""


@dataclass(frozen=True, slots=True)
class ContactChoices:
    """How the debtor wants to be reached: language, the channel liked best, and those it stopped."""

    locale: str
    preferred: str
    stopped: frozenset[str]
    channels: Sequence[str]
    """The channels by which it can be reached at all."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What the debtor promised to pay by a day, and what of it is still to come."""

    amount: Money
    left: Money
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTerms:
    """What the debtor may promise: from `least` to `most`, by `latest_on`; and what it promised."""

    least: Money
    most: Money
    latest_on: date
    may_promise: bool
    promised: Promised | None


class PayerDesk(PlanDesk, BudgetDesk, AutopayDesk, QuestionDesk, HelperDesk, Protocol):
    """What the debtor's pages may ask. Unknown, expired and revoked codes are NotFound."""

    def door(self, code: str) -> Door:
        """What may be shown before the check."""

    def check(self, code: str, answer: str) -> Attempt:
        """Whether the answer is right. Wrong ones are counted; while the link is locked none is."""

    def sheet(self, code: str) -> CaseSheet:
        """The case, as the debtor may see it."""

    def start_payment(
        self,
        code: str,
        amount: Money,
        *,
        in_full: bool,
        email: str,
        locale: str,
        back_to: Callable[[uuid.UUID], tuple[str, str]],
    ) -> str:
        """The address of the provider's page for an amount. `back_to` makes the way back.

        Refused when it is more than is owed and not being paid already, when it is meant to be all
        and no longer is, and when the provider is away.
        """

    def cancel_payment(self, code: str, payment_id: uuid.UUID) -> None:
        """Close the provider's page of a payment, so that its amount is free. Refused once it is made."""

    def receipt(self, code: str, payment_id: uuid.UUID) -> Receipt:
        """How a payment stands; asks the provider where its message has not come yet."""

    def ask(self, code: str, kind: str, *, choice: str, text: str, phone: str) -> None:
        """Take in an `objection`, `call_me` or `not_me`; `choice` is one of portal.pay.wording."""

    def document(self, code: str, document_id: uuid.UUID) -> File:
        """A piece of evidence, opened."""

    def paid_letter(self, code: str) -> File:
        """The letter that says that all is paid. NotFound while something is owed."""

    def contact(self, code: str) -> ContactChoices:
        """How the debtor wants to be reached, as far as it said."""

    def choose_contact(
        self, code: str, *, locale: str, preferred: str, stopped: frozenset[str]
    ) -> None:
        """Take in how it wants to be reached; of what is said again nothing happens."""

    def promise_terms(self, code: str) -> PromiseTerms:
        """What may be promised, and what was."""

    def promise(self, code: str, amount: Money, due_on: date) -> None:
        """Take a promise to pay. Refused when it is beyond the terms."""


def desk() -> PayerDesk:
    """Who answers."""
    found: PayerDesk = slots.port(PORT)
    return found
