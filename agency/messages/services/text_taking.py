"""Taking in a text message: once, put to the case that it belongs to, or heard as a wish for no more."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from agency.cases.models import Case, Debtor, Party
from agency.cases.phones import digits, e164
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.services import Declared, declare
from agency.compliance.stopping import asks_to_stop
from agency.contacts.kinds import Direction
from agency.law.vocabulary import Channel
from agency.messages.kinds import By
from agency.messages.models import Message
from agency.messages.services.deadline import deadline
from agency.messages.services.matching import Place, only_case
from agency.messages.services.next_moves import interrupt
from agency.messages.services.taking import one_at_a_time
from portal import db
from portal.accounts.models import Agency
from portal.audit import services as audit
from portal.keys import new_key
from portal.tenancy import acting


@dataclass(frozen=True, slots=True)
class IncomingText:
    """What a gateway brings: its id, from whom, to which number of ours, and the words."""

    id: str
    sender: str
    recipient: str
    words: str


def take_text(incoming: IncomingText) -> Message:
    """Take in a text message. The same one twice is one; a word to stop ends texts and asks no answer."""
    source_id = f"sms {incoming.id}"
    one_at_a_time(source_id)
    if known := db.session.scalars(
        select(Message).where(Message.source_id == source_id).limit(1)
    ).first():
        return known
    country = db.session.get_one(Agency, acting().agency_id).country
    number = e164(incoming.sender, country)
    debtors = _debtors_with(number)
    place = _place_of(number, debtors)
    stopped = asks_to_stop(incoming.words) and _stop(incoming, place, debtors)
    message = Message(
        id=new_key(),
        case_id=place.case.id if place.case else None,
        party=place.party,
        direction=Direction.IN,
        way=By.SMS,
        source_id=source_id,
        sender=number or incoming.sender,
        recipient=incoming.recipient,
        text=incoming.words,
        answer_by=None if stopped else deadline(),
    )
    db.session.add(message)
    if place.case is not None and place.case.debtor.text_failing == number:
        place.case.debtor.text_failing = ""
    db.session.flush()
    who = "debtor" if place.party is Party.DEBTOR else "sender"
    audit.record(message, "message.came", by=who, channel=By.SMS)
    interrupt(message)
    return message


def _place_of(number: str, debtors: Sequence[uuid.UUID]) -> Place:
    """The case that we texted this number about last, or the one of the debtor who has it."""
    texted = db.session.scalars(
        select(Message)
        .where(
            Message.recipient == number,
            Message.way == By.SMS,
            Message.direction == Direction.OUT,
            Message.case_id.is_not(None),
        )
        .order_by(Message.id.desc())
        .limit(1)
    ).first()
    if number and texted:
        return Place(Party.DEBTOR, texted.case)
    if debtors:
        return Place(Party.DEBTOR, only_case(Case.debtor_id.in_(debtors)))
    return Place()


def _debtors_with(number: str) -> Sequence[uuid.UUID]:
    """Debtors with a number, however it is written on file in international form."""
    if not number:
        return []
    on_file = func.regexp_replace(Debtor.phone, "[^0-9]", "", "g")
    return db.session.scalars(
        select(Debtor.id)
        .where(Debtor.phone != "", on_file == digits(number))
        .order_by(Debtor.id)
        .limit(50)
    ).all()


def _stop(incoming: IncomingText, place: Place, debtors: Sequence[uuid.UUID]) -> bool:
    """Declare for everybody with the number that no more texts are wanted; whether there was anybody.

    Who claims to have sent it proves nothing, but to write less does no harm. We confirm nothing.
    """
    cases = {debtor_id: _newest(debtor_id) for debtor_id in debtors}
    if place.case is not None:
        cases[place.case.debtor_id] = place.case
    said = Declared(
        kind=DeclarationKind.OPT_OUT,
        source=Source.SMS,
        channel=Channel.SMS,
        text=incoming.words.strip()[:200],
    )
    heard = [declare(case, said, by="debtor") for case in cases.values() if case is not None]
    return bool(heard)


def _newest(debtor_id: uuid.UUID) -> Case | None:
    return db.session.scalars(
        select(Case).where(Case.debtor_id == debtor_id).order_by(Case.id.desc()).limit(1)
    ).first()
