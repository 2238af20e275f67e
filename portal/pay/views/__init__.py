"""What a debtor sees behind a payment link."""

from flask import Blueprint

bp = Blueprint("pay", __name__, url_prefix="/pay/<slug>/<code>")

from portal.pay.views import (  # noqa: E402
    autopay,
    budgets,
    contact,
    documents,
    doorway,
    guarantors,
    guests,
    helpers,
    naming,
    payments,
    plans,
    promises,
    questions,
    requests,
    sheet,
    surplus,
)

__all__ = [
    "autopay",
    "bp",
    "budgets",
    "contact",
    "documents",
    "doorway",
    "guarantors",
    "guests",
    "helpers",
    "naming",
    "payments",
    "plans",
    "promises",
    "questions",
    "requests",
    "sheet",
    "surplus",
]
