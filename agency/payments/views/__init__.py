"""Payments on the staff's desk."""

from agency.payments.views import chargebacks, payments, provider, settings  # noqa: F401 - pages register
from agency.payments.views.blueprint import bp

__all__ = ["bp"]
