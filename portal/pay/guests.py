"""What the ports say of links for somebody who pays for a debtor: made by the one, used by the other."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal import slots
from portal.money import Money

PORT = "guest_desk"
DAYS = (7, 14, 30)
"""How long a link may be open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperLink:
    """A link that the debtor made, as the debtor sees it. Without an amount the payer chooses."""

    id: uuid.UUID
    label: str
    amount: Money | None
    paid: Money
    until: datetime
    is_open: bool
    address: str
    """What to pass on, while it is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpers:
    """The links of a case, and what a new one would be called at first."""

    links: Sequence[HelperLink]
    label: str
    most: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestPayment:
    """A payment that was made or begun with this very link, for whom, and by which reference."""

    id: uuid.UUID
    label: str
    our_reference: str
    amount: Money
    state: str
    """One of portal.pay.desk.PaymentState."""
    paid_at: datetime | None
    refunded: Money
    reference: str
    checkout_url: str
    link_works: bool
    """Whether there is a first page to go back to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestSheet:
    """All that somebody learns who pays for a debtor: for whom, how much, and by which reference."""

    label: str
    reference: str
    payable: Money
    """What can be paid at this moment."""
    least: Money
    is_fixed: bool
    """Whether the debtor chose the amount."""
    until: datetime
    methods: Sequence[str]
    """The ways to pay on the provider's page, of portal.pay.wording; none while there is no way."""
    payments: Sequence[GuestPayment]

    @property
    def takes_cards(self) -> bool:
        """Whether the provider's page can be opened at all."""
        return bool(self.methods)


class HelperDesk(Protocol):
    """What the debtor's pages may ask about such links."""

    def helpers(self, code: str) -> Helpers:
        """The links there are."""

    def make_helper_link(
        self, code: str, *, label: str, amount: Money | None, days: int, locale: str
    ) -> None:
        """Make one. Refused when it is for more than is open."""

    def revoke_helper_link(self, code: str, link_id: uuid.UUID) -> None:
        """Shut one."""


class GuestDesk(Protocol):
    """What the payer's pages may ask. Unknown, expired and revoked codes are NotFound; but of a payment
    that was begun in time its page tells for as long as anybody may come back to it."""

    def locale(self, code: str) -> str:
        """The language that the link was made in."""

    def sheet(self, code: str) -> GuestSheet:
        """What the payer may know."""

    def start_payment(
        self,
        code: str,
        amount: Money,
        *,
        email: str,
        locale: str,
        back_to: Callable[[uuid.UUID], tuple[str, str]],
    ) -> str:
        """The address of the provider's page. Refused when so much cannot be paid now."""

    def payment(self, code: str, payment_id: uuid.UUID) -> GuestPayment:
        """How a payment of this link stands; asks the provider where its message has not come yet."""

    def cancel_payment(self, code: str, payment_id: uuid.UUID) -> None:
        """Close the page of a payment of this link."""


def guest_desk() -> GuestDesk:
    """Who answers."""
    found: GuestDesk = slots.port(PORT)
    return found
