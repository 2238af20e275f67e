"""Answers the debtor's pages: the only door from them into a case."""

from flask import Flask

from agency.payer_desk.sheet import DOCUMENTS
from portal import slots
from portal.pay.desk import PORT

__all__ = ["DOCUMENTS", "init_app"]


def init_app(app: Flask) -> None:
    """Answer the port that portal.pay asks."""
    from agency.payer_desk.desk import AgencyDesk
    from agency.payer_desk.guarantors import GuarantorAnswers
    from agency.payer_desk.guests import GuestAnswers
    from portal.pay import guarantors, guests

    slots.install(app, PORT, AgencyDesk())
    slots.install(app, guests.PORT, GuestAnswers())
    slots.install(app, guarantors.PORT, GuarantorAnswers())
