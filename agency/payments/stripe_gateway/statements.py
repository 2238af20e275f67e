"""The provider's own statement: what moved on an account, each with its fee."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import stripe

from agency.payments.stripe_gateway.errors import translated
from agency.payments.stripe_gateway.values import ProviderMovement, instant
from portal.money import Money

PAGE = 100
_SOURCE = "data.source"


def read_movement(client: stripe.StripeClient, reference: str) -> ProviderMovement:
    """One line of the statement, with what is behind it. ProviderAway, ProviderRefused."""
    with translated():
        found = client.v1.balance_transactions.retrieve(reference, {"expand": ["source"]})
    return _movement(found)


def movements_since(client: stripe.StripeClient, since: datetime) -> Iterator[ProviderMovement]:
    """The lines from a moment on, the newest first, a page at a time."""
    with translated():
        page = client.v1.balance_transactions.list(
            {"created": {"gte": int(since.timestamp())}, "limit": PAGE, "expand": [_SOURCE]}
        )
        for each in page.auto_paging_iter():
            yield _movement(each)


def read_balance(client: stripe.StripeClient) -> list[Money]:
    """What the provider holds, available or not yet, by currency."""
    with translated():
        balance = client.v1.balance.retrieve()
    sums: dict[str, int] = {}
    parts: list[Any] = [*balance.available, *balance.pending]
    for part in parts:
        sums[part.currency] = sums.get(part.currency, 0) + part.amount
    return [Money(minor, currency.upper()) for currency, minor in sorted(sums.items())]


def _movement(found: stripe.BalanceTransaction) -> ProviderMovement:
    currency = found.currency.upper()
    source: Any = found.source
    behind = source.to_dict() if isinstance(source, stripe.StripeObject) else {}
    return ProviderMovement(
        id=found.id,
        kind=found.reporting_category,
        amount=Money(found.amount, currency),
        fee=Money(found.fee, currency),
        happened_at=instant(found.created),
        source_id=str(behind.get("id") or source or ""),
        source=behind,
    )
