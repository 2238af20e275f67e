"""Claims that a creditor hands over: by form, file or electronic invoice, checked row by row."""

from flask import Blueprint, Flask

from portal import web


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from creditor.intake import events, jobs  # noqa: F401 - both register by being imported
    from creditor.intake.models import Batch, Row

    web.finds("batch", Batch)
    web.finds("row", Row)
