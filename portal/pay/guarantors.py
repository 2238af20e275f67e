"""What the port says to somebody who is asked to guarantee a payment plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portal import slots
from portal.money import Money
from portal.pay.plans import Click, PlanLine

PORT = "guarantor_desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuarantorSheet:
    """All that a guarantor sees: whose plan, its instalments, what it takes on, and how that stands."""

    name: str
    debtor: str
    creditor: str
    reference: str
    lines: Sequence[PlanLine]
    most: Money
    terms: Sequence[str]
    consent: str
    open_until: date
    may_sign: bool
    is_signed: bool
    is_declined: bool
    payable: Money
    """What is asked of it now, because the plan was broken."""


class GuarantorDesk(Protocol):
    """What the guarantor's pages may ask. Unknown codes are NotFound."""

    def locale(self, code: str) -> str:
        """The language it was asked in."""

    def sheet(self, code: str) -> GuarantorSheet:
        """What it may know."""

    def sign(self, code: str, click: Click) -> None:
        """Take the guarantee. Refused when it is over."""

    def decline(self, code: str) -> None:
        """Say no."""

    def way_to_pay(self, code: str) -> str:
        """The address to pay at. Refused while nothing is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Whether the debtor's plan needs or allows a guarantor of its choice, and whom it named."""

    is_needed: bool = False
    may_name: bool = False
    name: str = ""
    """Who was asked last."""
    state: str = ""
    """`asked`, `signed`, `declined` or `ended`."""
    may_withdraw: bool = False
    most: Money | None = None
    until: date | None = None
    country: str = ""
    countries: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedGuarantor:
    """Whom the debtor names; `relation` is one of portal.pay.wording.RELATIONS."""

    name: str
    email: str
    is_business: bool
    relation: str
    country: str
    locale: str


class NamingDesk(Protocol):
    """What the debtor's pages may ask about a guarantor that it names."""

    def naming(self, code: str) -> Naming:
        """How that stands; nothing is needed or allowed where there is no such plan."""

    def name_guarantor(self, code: str, named: NamedGuarantor) -> None:
        """Ask it by mail. Refused where the law wants paper, and when nobody can be named."""

    def withdraw_guarantor(self, code: str) -> None:
        """Ask it no more. Refused once it has signed."""


def guarantor_desk() -> GuarantorDesk:
    """Who answers."""
    found: GuarantorDesk = slots.port(PORT)
    return found
