"""That the fee is what was agreed, however a payment was shared and shared anew."""

import uuid
from collections.abc import Sequence

from agency.clients.tariff import fee
from agency.payments.models import Allocation
from portal.money import Money, total


def prove_fees(allocations: Sequence[Allocation]) -> None:
    """The fee on what a payment still does for a claim is the percentage that was agreed."""
    kept: dict[tuple[uuid.UUID, uuid.UUID], list[Allocation]] = {}
    for each in allocations:
        kept.setdefault((each.payment_id, each.claim_id), []).append(each)
    for parts in kept.values():
        received = total(each.received for each in parts)
        assert received >= Money.zero()
        assert total(each.fee for each in parts) == fee(received, parts[0].fee_percent)
