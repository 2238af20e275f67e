"""The story of the demo: two agencies, their creditors and debtors, and some months of work."""

from flask import Flask
from sqlalchemy import select

from portal import db
from portal.accounts.models import Agency
from tests.demo.story import northern, vandijk
from tests.demo.story.people import FILE, logins
from tests.standins.stripe import StripeStandIn

__all__ = ["load", "logins"]


def load(app: Flask, stripe: StripeStandIn) -> None:
    """Tell the story once. Started again it only sees that it was told."""
    app.config["OUTBOX_SENDS_AT_ONCE"] = False
    with db.work():
        told = set(db.session.scalars(select(Agency.slug)))
    if not told:
        FILE.unlink(missing_ok=True)
    for chapter in (vandijk, northern):
        if chapter.SLUG not in told:
            chapter.tell(app, stripe)
