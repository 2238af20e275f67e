"""Writing a text message to a debtor: asked first whether it is lawful, kept as it goes out."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.models import Case, Party
from agency.cases.phones import e164
from agency.cases.services import lock
from agency.compliance.stopping import line_for
from agency.contacts.kinds import Direction
from agency.law.vocabulary import Channel, Purpose
from agency.messages.kinds import By, Delivery, Nature, Settled
from agency.messages.models import Message
from agency.messages.services.recipients import Recipient
from agency.messages.services.settling import own, settle
from agency.messages.services.text_gateways import text_gateway
from agency.messages.services.writing import obstacle_to
from agency.short_answers.services import count_use
from portal import db, outbox
from portal.accounts.models import Agency, User
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import NotFound, Refused
from portal.i18n import written_for
from portal.keys import new_key
from portal.tenancy import acting


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenText:
    """What somebody wants to text."""

    form_key: uuid.UUID
    to: str
    text: str
    answers: Message | None = None
    begins_with: uuid.UUID | None = None
    """The short answer that it began with."""


def numbers(case: Case, answers: Message | None) -> Sequence[Recipient]:
    """The debtor's number, and the one that wrote; that one first where it is answered."""
    debtor = case.debtor
    known = e164(debtor.phone, debtor.country) if debtor.phone else ""
    found = [Recipient(known, debtor.name)] if known else []
    is_text = answers is not None and answers.way == By.SMS and answers.nature == Nature.MESSAGE
    sender = answers.sender if answers is not None and is_text else ""
    if sender.startswith("+") and sender != known:
        found.insert(0, Recipient(sender, "", is_known=False))
    return found


def text_obstacle(case: Case, answers: Message | None) -> str:
    """Why no text message may be written now, and from when; empty when it may."""
    if text_gateway() is None:
        return str(_("Text messages are not set up. An administrator does that in the settings."))
    return obstacle_to(case, Party.DEBTOR, answers, Channel.SMS)


def ending(case: Case, *, is_stranger: bool = False) -> str:
    """What stands under our words: who we are, the case, and how to stop. A stranger learns of no case."""
    agency = db.session.get_one(Agency, acting().agency_id)
    who = agency.name if is_stranger else f"{agency.name}, {case.reference}"
    return f"{who}\n{line_for(written_for(case.debtor.locale))}"


def write_text(case: Case, written: WrittenText, *, by: User) -> Message:
    """Keep a text message and have it sent; the same form twice is one. It settles what it answers."""
    lock(case)
    source_id = f"form {written.form_key}"
    if known := db.session.scalars(
        select(Message).where(Message.source_id == source_id)
    ).one_or_none():
        return known
    if written.answers is not None:
        own(written.answers)
        if written.answers.case_id != case.id or written.answers.party != Party.DEBTOR:
            raise NotFound
    whom = {each.address: each for each in numbers(case, written.answers)}
    if written.to not in whom:
        raise NotFound
    if why := text_obstacle(case, written.answers):
        raise Refused(_("This may not be sent now. %(why)s", why=why))
    below = ending(case, is_stranger=not whom[written.to].is_known)
    message = keep_text(
        case,
        f"{written.text.strip()}\n{below}",
        to=written.to,
        source_id=source_id,
        sender_name=str(by.name),
        by=by,
        answers=written.answers,
    )
    if written.begins_with:
        count_use(written.begins_with)
    if written.answers is not None:
        settle(written.answers, Settled.ANSWERED, by=by)
    return message


def keep_text(
    case: Case,
    text: str,
    *,
    to: str,
    source_id: str,
    sender_name: str,
    by: Actor,
    answers: Message | None = None,
    purpose: Purpose | None = None,
) -> Message:
    """Keep a text message as it goes out, and have it sent once this transaction is over."""
    message = Message(
        id=new_key(),
        case_id=case.id,
        party=Party.DEBTOR,
        direction=Direction.OUT,
        way=By.SMS,
        source_id=source_id,
        sender_name=sender_name,
        recipient=to,
        text=text,
        delivery=Delivery.WAITING,
        written_by=audit.user_id(by),
        answers_id=answers.id if answers else None,
    )
    db.session.add(message)
    db.session.flush()
    audit.record(message, "message.sent", by=by, channel=By.SMS)
    outbox.later("messages.send_text", message_id=message.id, purpose=str(purpose or ""))
    return message
