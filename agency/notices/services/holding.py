"""A text message that was sent off at an hour at which it may not go: kept, and sent when it may."""

from datetime import datetime

from agency.cases.models import Mover
from agency.notices.models import Notice
from agency.notices.services.moves import wait_for
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit


def hold(notice: Notice, until: datetime, *, by: User) -> None:
    """Keep it for that moment; all is asked again then. Doing it twice changes nothing."""
    if notice.held_until == until:
        return
    notice.held_until, notice.held_by = until, by.id
    db.session.flush()
    audit.record(notice, "notice.held", by=by, until=until)
    wait_for(notice.case, Mover.AGENCY, "dispatch", until=clock.day_of(until))
    outbox.later("notices.send_held", at=until, notice_id=notice.id)


def give_up(notice: Notice, why: str) -> None:
    """Say why it did not go at its moment; it lies ready, and a person decides."""
    notice.held_until, notice.held_by = None, None
    db.session.flush()
    audit.record(notice, "notice.held_back", by="system", why=why)
    wait_for(notice.case, Mover.AGENCY, "dispatch", days=0)
