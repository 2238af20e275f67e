"""What a debtor sees behind a payment link."""

from flask import Blueprint

bp = Blueprint("pay", __name__, url_prefix="/pay/<slug>/<code>")

from portal.pay.views import contact, documents, doorway, payments, requests, sheet  # noqa: E402

__all__ = ["bp", "contact", "documents", "doorway", "payments", "requests", "sheet"]
