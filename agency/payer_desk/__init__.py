"""Answers the debtor's pages: the only door from them into a case."""

from flask import Flask

from agency.payer_desk.sheet import DOCUMENTS
from portal import slots
from portal.pay.desk import PORT

__all__ = ["DOCUMENTS", "init_app"]


def init_app(app: Flask) -> None:
    """Answer the port that portal.pay asks."""
    from agency.payer_desk.desk import AgencyDesk

    slots.install(app, PORT, AgencyDesk())
