"""Payments, their allocation and return, and the card provider's account."""

from agency.payments.models.guests import GuestLink
from agency.payments.models.moves import SurplusMove
from agency.payments.models.payments import (
    MOVED,
    MOVED_BACK,
    Allocation,
    PaidOff,
    Payment,
    Refund,
    RefundUndoing,
    RefundWish,
)
from agency.payments.models.provider import (
    Chargeback,
    ConnectedAccount,
    Movement,
    ProviderAccount,
    ProviderEvent,
)

__all__ = [
    "MOVED",
    "MOVED_BACK",
    "Allocation",
    "Chargeback",
    "ConnectedAccount",
    "GuestLink",
    "Movement",
    "PaidOff",
    "Payment",
    "ProviderAccount",
    "ProviderEvent",
    "Refund",
    "RefundUndoing",
    "RefundWish",
    "SurplusMove",
]
