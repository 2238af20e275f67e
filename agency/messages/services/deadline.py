"""By when the acting agency answers what comes in now."""

from datetime import date

from agency.messages.deadlines import answer_by
from agency.messages.queries import settings
from portal import clock, db
from portal.accounts.models import Agency
from portal.tenancy import acting


def deadline() -> date:
    """So many working days from today as the agency set."""
    country = db.session.get_one(Agency, acting().agency_id).country
    return answer_by(clock.today(), settings().answer_days, country)
