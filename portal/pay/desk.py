"""The port between the debtor's pages and the case system: all that the public can reach of a case.

The agency's side answers it. A `code` is what the address of a payment link ends in.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from portal import slots
from portal.money import Money
from portal.pay.autopay import AutopayDesk
from portal.pay.budgets import BudgetDesk
from portal.pay.files import File
from portal.pay.guarantors import NamingDesk
from portal.pay.guests import HelperDesk
from portal.pay.plans import PlanDesk, PlanGlance
from portal.pay.questions import QuestionDesk, QuestionGlance
from portal.pay.sheets import CaseSheet, Receipt
from portal.pay.surplus import SurplusDesk, SurplusGlance

PORT = "payer_desk"


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
class PromiseGlance:
    """What the first page shows: whether the debtor may promise to pay, and what it promised."""

    may_promise: bool
    promised: Promised | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTerms(PromiseGlance):
    """What the debtor may promise: from `least` to `most`, by `latest_on`; and what it promised."""

    least: Money
    most: Money
    latest_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """All that the first page shows."""

    sheet: CaseSheet
    promise: PromiseGlance
    plan: PlanGlance
    question: QuestionGlance
    surplus: SurplusGlance | None
    """What is kept for the debtor; None where nothing is."""


class PayerDesk(
    PlanDesk,
    NamingDesk,
    BudgetDesk,
    AutopayDesk,
    QuestionDesk,
    HelperDesk,
    SurplusDesk,
    Protocol,
):
    """What the debtor's pages may ask. Unknown, expired and revoked codes are NotFound."""

    def door(self, code: str) -> Door:
        """What may be shown before the check."""

    def check(self, code: str, answer: str) -> Attempt:
        """Whether the answer is right. Wrong ones are counted; while the link is locked none is."""

    def first_page(self, code: str) -> FirstPage:
        """The case, and what can be done."""

    def sheet(self, code: str) -> CaseSheet:
        """The case, as the debtor may see it."""

    def start_payment(
        self,
        code: str,
        amount: Money,
        *,
        designated: uuid.UUID | None,
        in_full: bool,
        email: str,
        locale: str,
        back_to: Callable[[uuid.UUID], tuple[str, str]],
    ) -> str:
        """The address of the provider's page for an amount. `back_to` makes the way back, and
        `designated` is the invoice that the debtor chose to pay, one of the sheet's claims.

        Refused when it is more than is owed and not being paid already, when it is meant to be all
        and no longer is, when nothing is open on the invoice, and when the provider is away.
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
