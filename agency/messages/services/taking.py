"""Taking in what somebody wrote: once, kept as it came, with its files, its case and its deadline."""

from sqlalchemy import select, text

from agency.cases.models import Debtor, Party
from agency.cases.services import lock
from agency.contacts.kinds import Direction
from agency.messages.kinds import By, Nature
from agency.messages.models import Message
from agency.messages.reading import Incoming, read
from agency.messages.services.deadline import deadline
from agency.messages.services.keeping import attach, keep_attached, scan, store
from agency.messages.services.matching import Place, place_of
from agency.messages.services.next_moves import interrupt
from portal import db
from portal.audit import services as audit
from portal.keys import new_key
from portal.tenancy import acting


def take(raw: bytes, *, about: str = "") -> Message:
    """Take in an e-mail. The same one twice is one message; its virus refuses all of it.

    `about` is what the address that it came to tells; without it the mail itself has to.
    """
    scan(raw)
    incoming = read(raw)
    one_at_a_time(incoming.message_id)
    place = place_of(incoming, about)
    if known := _known(incoming.message_id, place):
        return known
    message = _kept(incoming, place, store(raw))
    attach(message, keep_attached(incoming.files))
    audit.record(message, _EVENTS[incoming.nature], by=_who(incoming, place), channel=By.EMAIL)
    if place.party is Party.DEBTOR and place.case:
        lock(place.case)
        _learn(place.case.debtor, incoming)
    interrupt(message)
    return message


_EVENTS = {
    Nature.MESSAGE: "message.came",
    Nature.AUTOMATIC: "message.came_by_itself",
    Nature.BOUNCE: "message.bounced",
}


def one_at_a_time(source_id: str) -> None:
    """Let a message that is delivered twice at once be taken in one after the other."""
    db.session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"),
        {"name": f"message {acting().agency_id} {source_id}"},
    )


def _known(source_id: str, place: Place) -> Message | None:
    """The message that this is, if it came before; one mail to two of our cases is two messages."""
    query = select(Message).where(Message.source_id == source_id).order_by(Message.id)
    if place.case is not None:
        query = query.where(Message.case_id == place.case.id)
    return db.session.scalars(query.limit(1)).first()


def _kept(incoming: Incoming, place: Place, raw_key: str) -> Message:
    wants_answer = incoming.nature is not Nature.AUTOMATIC
    message = Message(
        id=new_key(),
        creditor_id=place.creditor_id,
        case_id=place.case.id if place.case else None,
        party=place.party,
        direction=Direction.IN,
        way=By.EMAIL,
        nature=incoming.nature,
        source_id=incoming.message_id,
        thread_ids=" ".join(dict.fromkeys((*incoming.thread, incoming.message_id))),
        sender=incoming.sender,
        sender_name=incoming.sender_name,
        recipient=", ".join(incoming.recipients[:5]),
        subject=incoming.subject,
        text=incoming.text,
        raw_key=raw_key,
        failed_address=incoming.failed_address,
        answer_by=deadline() if wants_answer else None,
    )
    db.session.add(message)
    db.session.flush()
    return message


def _who(incoming: Incoming, place: Place) -> str:
    """Who did it, as the trail has it: by the place, since the sender proves nothing."""
    if incoming.nature is Nature.BOUNCE:
        return "system"
    return "debtor" if place.party is Party.DEBTOR else "sender"


def _learn(debtor: Debtor, incoming: Incoming) -> None:
    """Whether e-mail reaches the debtor: it came back, or the debtor wrote from there."""
    address = debtor.email.lower()
    if incoming.nature is Nature.BOUNCE and incoming.failed_address == address:
        debtor.email_failing = address
        audit.record(debtor, "debtor.email_failed", by="system", text=address)
    elif incoming.nature is Nature.MESSAGE and incoming.sender == address:
        debtor.email_failing = ""
    db.session.flush()
