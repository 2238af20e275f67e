"""Calls that somebody asked for: planned at a lawful time, and over with the call itself."""

from datetime import datetime

from flask_babel import gettext as _

from agency.cases.models import Case
from agency.cases.services import lock
from agency.compliance.may_contact import may_contact
from agency.compliance.wording import why_not
from agency.contacts.models import Callback
from agency.contacts.queries import open_callbacks
from agency.contacts.services.next_moves import go_on
from agency.law.vocabulary import Channel, Purpose
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.keys import new_key


def plan(
    case: Case, due_at: datetime, *, asked_by: str, phone: str, note: str, by: User
) -> Callback:
    """Note that somebody wants to be called at a time. The same wish twice is one."""
    lock(case).must_be_open()
    for known in open_callbacks(case):
        if (known.due_at, known.phone) == (due_at, phone):
            return known
    if due_at < clock.now():
        raise Refused(_("This time has passed. Choose a later one."))
    verdict = may_contact(case.debtor, Channel.PHONE, due_at, purpose=Purpose.ANSWER)
    if not verdict.allowed:
        raise Refused(_("A call is not allowed then. %(why)s", why=why_not(verdict)))
    made = Callback(
        id=new_key(),
        case_id=case.id,
        due_at=due_at,
        asked_by=asked_by,
        phone=phone,
        note=note,
        planned_by=by.id,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(made, "callback.planned", by=by, name=asked_by, phone=phone, at=due_at)
    go_on(case)
    return made


def finish(callback: Callback, *, by: User) -> None:
    """The call was made and logged."""
    db.session.refresh(callback)
    if callback.is_open:
        callback.done_at = clock.now()
        db.session.flush()
        audit.record(callback, "callback.done", by=by, name=callback.asked_by)
