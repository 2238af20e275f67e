"""What the gateway tells: pages, refunds, accounts and events as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from portal.money import Money

CheckoutStatus = Literal["open", "complete", "expired"]
RefundReason = Literal["duplicate", "fraudulent", "requested_by_customer"]
SENT_BACK = frozenset({"pending", "succeeded"})
"""How a refund stands that has left the account: a bank may take days to carry it out, and one that
it sends back is told of as failed."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A hosted payment page that was opened for one payment."""

    id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CheckoutState:
    """How a hosted page stands; `paid` once the money is in, a debit may be under way before.

    `failed` where a bank did not carry the debit out: no money will come. `came_in_at` is when the
    money came onto the provider's statement, where it is there already.
    """

    status: CheckoutStatus
    paid: bool
    payment_intent: str | None
    amount: Money
    failed: bool = False
    came_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProviderRefund:
    """Money on its way back to the payer."""

    id: str
    status: str
    amount: Money
    payment_intent: str

    @property
    def is_sent(self) -> bool:
        """Whether the money has left the account."""
        return self.status in SENT_BACK


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """Whose account it is, what it may do, and what Stripe still wants to know of its owner."""

    id: str
    name: str
    livemode: bool
    country: str | None
    currency: str | None
    charges_enabled: bool
    payouts_enabled: bool
    wanted: tuple[str, ...] = ()


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
    """Something that happened at the provider; `object` is what it happened to, as it was then.

    `account` is whose it is where the platform hears of it; empty in what an account hears itself.
    """

    id: str
    kind: str
    created_at: datetime
    livemode: bool
    object: Mapping[str, Any]
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupOrder:
    """What a page on which a card or account is kept begins with; its id makes it one page."""

    saved_id: str
    customer: str | None
    email: str
    currency: str
    locale: str
    methods: Sequence[str]
    success_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Keeping:
    """That what a payment is made by is kept for later: for whom, and by which kinds of methods."""

    saved_id: str
    customer: str | None
    methods: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeOrder:
    """What is to be taken from a kept method; the id of the try makes it one charge."""

    attempt_id: str
    payment_id: str
    amount: Money
    customer: str
    method: str
    kind: str
    mandate: str | None
    description: str


@dataclass(frozen=True, slots=True)
class SetupPage:
    """A hosted page on which a card or account is kept, and whose it will be."""

    id: str
    url: str
    expires_at: datetime
    customer: str


@dataclass(frozen=True, slots=True)
class MethodFacts:
    """What may be shown of a kept card or account."""

    id: str
    kind: str
    brand: str
    last4: str
    exp_month: int | None
    exp_year: int | None


@dataclass(frozen=True, slots=True)
class KeptMethod:
    """A card or account that was kept, with the mandate where its scheme knows one."""

    customer: str
    method: MethodFacts
    mandate: str | None
    mandate_url: str


@dataclass(frozen=True, slots=True)
class Charged:
    """What came of taking money: `paid`, `processing` or `declined`, with the code and the advice."""

    state: str
    payment_intent: str | None
    code: str
    advice: str


def instant(seconds: int) -> datetime:
    """A moment as the provider writes it, in whole seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)
