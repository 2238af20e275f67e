"""Payments on the staff's desk."""

from agency.payments.views import (  # noqa: F401 - pages register
    chargebacks,
    connection,
    guests,
    payments,
    provider,
    settings,
)
from agency.payments.views.blueprint import bp

__all__ = ["bp"]
