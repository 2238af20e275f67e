"""What the gateway tells: pages, refunds, accounts and events as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from portal.money import Money

CheckoutStatus = Literal["open", "complete", "expired"]
RefundReason = Literal["duplicate", "fraudulent", "requested_by_customer"]


@dataclass(frozen=True, slots=True)
class Checkout:
    """A hosted payment page that was opened for one payment."""

    id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CheckoutState:
    """How a hosted page stands; `paid` once the money is in, a debit may be under way before."""

    status: CheckoutStatus
    paid: bool
    payment_intent: str | None
    amount: Money


@dataclass(frozen=True, slots=True)
class ProviderRefund:
    """Money on its way back to the payer."""

    id: str
    status: str
    amount: Money
    payment_intent: str


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """Whose account a secret key opens, and what it may do."""

    id: str
    name: str
    livemode: bool
    country: str | None
    currency: str | None
    charges_enabled: bool
    payouts_enabled: bool


@dataclass(frozen=True, slots=True)
class ProviderMovement:
    """A line of the provider's statement; `source` is the charge, refund, dispute or payout behind it."""

    id: str
    kind: str
    amount: Money
    fee: Money
    happened_at: datetime
    source_id: str
    source: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """Something that happened at the provider; `object` is what it happened to, as it was then."""

    id: str
    kind: str
    created_at: datetime
    livemode: bool
    object: Mapping[str, Any]


def instant(seconds: int) -> datetime:
    """A moment as the provider writes it, in whole seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)
