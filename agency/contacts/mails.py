"""What debtors are told about their promise: that we noted it, and on the day before, that it is due."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import paylinks, threads
from agency.cases.models import Party
from agency.compliance.may_contact import may_contact
from agency.contacts.models import Promise
from agency.contacts.signals import promise_made
from agency.law.errors import LawMissing
from agency.law.vocabulary import Channel, Purpose
from portal import clock, db, outbox
from portal.accounts.models import Agency, AgencySettings
from portal.audit import services as audit
from portal.audit.models import Event
from portal.mail import send_later
from portal.tenancy import acting

CONFIRMED = "promise.confirmed"
REMINDED = "promise.reminded"
HELD_BACK = "contact.held_back"


@promise_made.connect
def confirm_later(promised: Promise, **_facts: Any) -> None:
    """Have the promise confirmed in writing once it is noted."""
    outbox.later("contacts.confirm", promise_id=promised.id)


def confirm(promised: Promise) -> None:
    """Tell the debtor what we noted, once."""
    if _is_over(promised, CONFIRMED):
        return
    if _is_held(promised, CONFIRMED, "contacts.confirm", Purpose.ANSWER):
        return
    with force_locale(promised.case.debtor.locale):
        subject = _("Thank you: this is what we agreed")
    _send("promise_made", promised, subject)
    audit.record(promised, CONFIRMED, by="system")


def remind(promised: Promise) -> None:
    """Tell the debtor that its promise is due, once, and only what is still to come of it."""
    if _is_over(promised, REMINDED) or clock.today() > promised.due_on:
        return
    if _is_held(promised, REMINDED, "contacts.remind", Purpose.COLLECTION):
        return
    with force_locale(promised.case.debtor.locale):
        subject = _("A reminder of what we agreed")
    _send("promise_reminder", promised, subject)
    promised.reminded_at = clock.now()
    audit.record(promised, REMINDED, by="system")


def _is_over(promised: Promise, kind: str) -> bool:
    """Whether there is nothing to write: not running, nobody to write to, or written before."""
    db.session.refresh(promised, with_for_update=True)
    if not promised.is_running or not promised.case.debtor.working_email:
        return True
    return _was_told(promised, kind)


def _was_told(promised: Promise, kind: str) -> bool:
    found = select(Event.id).where(Event.subject_id == promised.id, Event.kind == kind)
    return db.session.scalars(found.limit(1)).first() is not None


def _is_held(promised: Promise, mail: str, job: str, purpose: Purpose) -> bool:
    """Whether the debtor may not be written to now; it is then later, while it is of use, or not."""
    try:
        verdict = may_contact(promised.case.debtor, Channel.EMAIL, purpose=purpose)
    except LawMissing as error:
        _hold_back(promised, mail, error.words)
        return True
    if verdict.allowed:
        return False
    if verdict.next_at is not None and verdict.next_at.date() <= promised.due_on:
        outbox.later(job, at=verdict.next_at, promise_id=promised.id)
    else:
        _hold_back(promised, mail, verdict.reason)
    return True


def _hold_back(promised: Promise, mail: str, why: str) -> None:
    if not _was_told(promised, HELD_BACK):
        audit.record(promised, HELD_BACK, by="system", mail=mail, reason=why)


def _send(template: str, promised: Promise, subject: str) -> None:
    case = promised.case
    agency = db.session.get_one(Agency, acting().agency_id)
    house = db.session.scalars(select(AgencySettings)).one()
    send_later(
        template,
        to=case.debtor.working_email,
        subject=subject,
        locale=case.debtor.locale,
        sender_name=agency.name,
        reply_to=house.email,
        about=threads.about(case, Party.DEBTOR),
        creditor_name=case.creditor.name,
        reference=case.reference,
        amount=promised.amount,
        left=promised.left,
        due_on=promised.due_on,
        url=paylinks.address(paylinks.link_for(case)),
    )
