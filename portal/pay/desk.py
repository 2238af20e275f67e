"""The port between the debtor's pages and the case system: all that the public can reach of a case.

The agency's side answers it. A `code` is what the address of a payment link ends in.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, Protocol

from portal import slots
from portal.money import Money

PORT = "payer_desk"


@dataclass(frozen=True, slots=True)
class Door:
    """What may be said before the light check: nothing of the debtor or the claim."""

    locale: str
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of why something is owed: a stretch of interest or a step of the costs."""

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


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One invoice: what was asked, what came on top and why, what was paid, what is left."""

    invoice_no: str
    invoice_date: date
    due_on: date
    description: str
    original: Money
    principal: Money
    interest: Money
    costs: Money
    paid: Money
    total: Money
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


@dataclass(frozen=True, slots=True)
class Bank:
    """Where a transfer goes."""

    name: str
    iban: str
    bic: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSheet:
    """All that the debtor's page shows once the light check is passed."""

    number: str
    creditor: str
    debtor: str
    is_open: bool
    is_on_hold: bool
    principal: Money
    interest: Money
    costs: Money
    paid: Money
    total: Money
    claims: Sequence[ClaimLine]
    costs_reasons: Sequence[Reason]
    payments: Sequence[PaidLine]
    bank: Bank | None
    takes_cards: bool
    underway: Money | None
    requests: Sequence[str]
    """Kinds of requests that wait for an answer."""
    contact_email: str
    contact_phone: str
    law_missing: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """How one payment stands."""

    id: uuid.UUID
    amount: Money
    paid_at: datetime | None
    ended: bool
    creditor: str
    case_number: str
    method: str
    reference: str
    left: Money


@dataclass(frozen=True, slots=True)
class File:
    """A stored file, opened."""

    name: str
    media_type: str
    size: int
    content: BinaryIO


class PayerDesk(Protocol):
    """What the debtor's pages may ask. Unknown, expired and revoked codes are NotFound."""

    def door(self, code: str) -> Door:
        """What may be shown before the check."""

    def check(self, code: str, answer: str) -> bool:
        """Whether the answer is right. Wrong ones are counted; Refused while the link is locked."""

    def sheet(self, code: str) -> CaseSheet:
        """The case, as the debtor may see it."""

    def start_payment(
        self,
        code: str,
        amount: Money,
        *,
        email: str,
        locale: str,
        back_to: Callable[[uuid.UUID], tuple[str, str]],
    ) -> str:
        """The address of the provider's page for an amount. `back_to` makes the way back."""

    def receipt(self, code: str, payment_id: uuid.UUID) -> Receipt:
        """How a payment stands; asks the provider where its message has not come yet."""

    def ask(self, code: str, kind: str, *, text: str, phone: str) -> None:
        """Take in an `objection`, `call_me` or `not_me`."""

    def document(self, code: str, document_id: uuid.UUID) -> File:
        """A piece of evidence, opened."""


def desk() -> PayerDesk:
    """Who answers."""
    found: PayerDesk = slots.port(PORT)
    return found
