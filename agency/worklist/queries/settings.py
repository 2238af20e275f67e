"""What an agency set for its worklist."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from agency.worklist.models import PeakHours
from portal import clock, db


def peak_hours() -> PeakHours:
    """When debtors are best called; at no hour where the agency set none."""
    found = db.session.scalars(select(PeakHours)).one_or_none()
    return found or PeakHours(days=[], from_hour=17, before_hour=20)


def is_peak(hours: PeakHours, zone: ZoneInfo, at: datetime | None = None) -> bool:
    """Whether it is such an hour on the agency's clock."""
    local = (at or clock.now()).astimezone(zone)
    return local.weekday() in hours.days and hours.from_hour <= local.hour < hours.before_hour
