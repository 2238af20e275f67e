"""Dealing with a message: an answer, a contact that was logged, or a reason why none is needed."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.services import lock
from agency.contacts.models import Contact
from agency.messages.kinds import By, Settled
from agency.messages.models import Message
from agency.messages.services.next_moves import go_on
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import NotFound, Refused

BEFORE = timedelta(minutes=5)
"""A contact may have begun a little before its message was read by the portal."""


def open_message(message: Message) -> None:
    """Note that somebody who works the case has read it. Reading it again changes nothing."""
    if message.is_in and message.read_at is None:
        message.read_at = clock.now()


def needs_no_answer(message: Message, why: str, *, by: User, try_again: bool = False) -> None:
    """Put a message aside with a reason. `try_again`: an address that failed may be written to."""
    own(message)
    if try_again and message.is_bounce and message.case is not None:
        debtor = message.case.debtor
        if message.way == By.SMS:
            debtor.text_failing = ""
        else:
            debtor.email_failing = ""
    settle(message, Settled.NO_ANSWER, by=by, why=why)


def log_as_settled(message: Message, contact: Contact, *, by: User) -> None:
    """Note in which contact a message was dealt with: one of the same case, made after it came."""
    own(message)
    if contact.case_id != message.case_id:
        raise NotFound
    if contact.at < message.at - BEFORE:
        raise Refused(_("This contact was before the message came. Choose a later one."))
    message.contact_id = contact.id
    settle(message, Settled.LOGGED, by=by)


def own(message: Message) -> None:
    """Have a message that still waits to ourselves; refused when somebody else dealt with it."""
    if message.case is not None:
        lock(message.case)
    db.session.scalars(
        select(Message)
        .where(Message.id == message.id)
        .with_for_update(of=Message)
        .execution_options(populate_existing=True)
    ).one()
    if not message.waits:
        raise Refused(_("This message has been dealt with already."))


def settle(message: Message, how: Settled, *, by: User, why: str = "") -> None:
    """Note how it was dealt with, and let its case go on. The message is our own by now."""
    message.settled_at, message.settled_by = clock.now(), by.id
    message.settled_how, message.settled_why = how, why
    message.read_at = message.read_at or clock.now()
    db.session.flush()
    audit.record(message, f"message.{how}", by=by, channel=message.way)
    go_on(message)
