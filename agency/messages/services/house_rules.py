"""What the agency sets about messages."""

from agency.messages.queries import settings
from portal import db
from portal.accounts.models import User
from portal.audit import services as audit


def set_answer_days(days: int, *, by: User) -> None:
    """Within how many working days messages are answered from now on. The same again changes nothing."""
    found = settings()
    before = found.answer_days
    if before == days:
        return
    found.answer_days = days
    db.session.add(found)
    db.session.flush()
    audit.record(found, "message.settings_changed", by=by, before=str(before), after=str(days))
