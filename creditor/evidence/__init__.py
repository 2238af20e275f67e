"""The documents that prove a claim."""

from flask import Blueprint, Flask

from portal import slots, web


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, let documents follow their rows, and show debtors what they may see."""
    from creditor.evidence import events, services  # noqa: F401 - events register by import
    from creditor.evidence.models import Document
    from creditor.intake.signals import rows_placed

    web.finds("document", Document)
    rows_placed.connect(services.follow_claims)
    slots.install(app, "case_documents", services.ForDebtors())
