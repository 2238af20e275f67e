"""Payments, their allocation and return, and the card provider's account."""

from agency.payments.models.guests import GuestLink
from agency.payments.models.payments import (
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
]
