"""The hours in which the worklist shows calls alone."""

from collections.abc import Sequence

from agency.worklist.queries.settings import peak_hours
from portal import db
from portal.accounts.models import User
from portal.audit import services as audit


def set_peak_hours(days: Sequence[int], from_hour: int, before_hour: int, *, by: User) -> None:
    """Change them. Saying the same again changes nothing."""
    found = peak_hours()
    after = (sorted(set(days)), from_hour, before_hour)
    if after == (found.days, found.from_hour, found.before_hour):
        return
    found.days, found.from_hour, found.before_hour = after
    db.session.add(found)
    db.session.flush()
    audit.record(found, "peak_hours.changed", by=by, hours=f"{from_hour}–{before_hour}")
