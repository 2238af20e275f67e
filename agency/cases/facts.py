"""What a creditor says of a claim and its debtor when it hands them over."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from agency.law.vocabulary import DebtorKind
from portal.keys import new_key
from portal.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtorFacts:
    """Who owes, as the creditor knows it. Texts are empty where it does not."""

    kind: DebtorKind
    name: str
    customer_no: str = ""
    org_no: str = ""
    vat_no: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "NL"
    email: str = ""
    phone: str = ""
    locale: str = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """A claim to be placed, with the fee that was quoted for it and accepted.

    `line` names it to the caller, `id` is the key it will have; `reminded_on` is the day of the
    letter that must go before costs. The interest is the law's, one that was agreed, or none. What
    only some countries ask of a claim is nothing unless it is said.
    """

    line: int
    id: uuid.UUID = field(default_factory=new_key)
    debtor: DebtorFacts
    invoice_no: str
    invoice_date: date
    due_on: date
    principal: Money
    description: str
    fee_percent: Decimal
    fee_reasons: tuple[dict[str, Any], ...]
    reminded_on: date | None = None
    reminded_channel: str = ""
    interest_basis: str = "law"
    agreed_percent: Decimal | None = None
    agreed_from: date | None = None
    costs_clause: bool = False
    agreed_costs_minor: int | None = None
    agreed_costs_percent: Decimal | None = None
    due_agreed: bool = False
    disputed: bool = False
    letters: tuple[dict[str, str], ...] = ()
