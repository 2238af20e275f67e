"""Handing a text message to the gateway, and hearing what became of it."""

from datetime import timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.models import Party
from agency.cases.services import lock
from agency.compliance.may_contact import Contactability
from agency.compliance.wording import why_not
from agency.contacts.kinds import Direction
from agency.law.errors import LawMissing
from agency.law.vocabulary import Channel, Purpose
from agency.messages.kinds import By, Delivery, Nature
from agency.messages.models import Message
from agency.messages.services.deadline import deadline
from agency.messages.services.next_moves import interrupt
from agency.messages.services.text_gateways import opened, text_gateway
from agency.messages.texts.gateway import GatewayAway, Text
from agency.notices.services.obstacles import of_sending
from agency.notices.services.texting import came_back
from portal import clock, db
from portal.accounts.models import Agency
from portal.audit import services as audit
from portal.errors import NotFound, Refused
from portal.i18n import said
from portal.keys import new_key
from portal.tenancy import acting

GIVE_UP_AFTER = timedelta(hours=2)
"""What could not be handed over by then is a task; the queue tries again a little longer than that."""
_OPEN = (Delivery.WAITING, Delivery.SENT)


def send_text(message: Message, purpose: Purpose | None = None) -> None:
    """Hand it over, once; asked again whether it may go, since a job may run hours later.

    `purpose` is what the house writes for by itself; what a person wrote answers, or collects.
    """
    _own(message)
    if message.delivery != Delivery.WAITING:
        return
    with force_locale(_locale()):
        if why := _obstacle(message, purpose):
            _fail(message, why)
            return
        try:
            message.gateway_ref = _handed_over(message)
        except Refused as error:
            _fail(message, said(error.words))
        except GatewayAway:
            if clock.now() - message.at < GIVE_UP_AFTER:
                raise
            _fail(message, _("The provider of text messages could not be reached."))
        else:
            message.delivery = Delivery.SENT
            db.session.flush()


def hear_of(gateway_ref: str, told: Delivery) -> Message:
    """Note what became of one. Told twice or late, it changes nothing; one that is not known is NotFound."""
    query = select(Message).where(Message.gateway_ref == gateway_ref, Message.way == By.SMS)
    message = db.session.scalars(query).one_or_none() if gateway_ref else None
    if message is None:
        raise NotFound
    _own(message)
    if message.delivery not in _OPEN:
        return message
    if told is Delivery.FAILED:
        _note_number(message, fails=True)
        with force_locale(_locale()):
            _fail(message, _("The provider says that it did not arrive."))
    else:
        if told is Delivery.DELIVERED:
            _note_number(message, fails=False)
        message.delivery = told
        db.session.flush()
    return message


def _note_number(message: Message, *, fails: bool) -> None:
    """Whether texts reach the debtor's number: notices go another way while they do not."""
    debtor = message.case.debtor if message.case else None
    if debtor is None or debtor.mobile != message.recipient:
        return
    if fails:
        debtor.text_failing = message.recipient
        audit.record(debtor, "debtor.text_failed", by="system", text=message.recipient)
    else:
        debtor.text_failing = ""
    db.session.flush()


def _own(message: Message) -> None:
    """Have it to ourselves. The case first, as everywhere."""
    if message.case is not None:
        lock(message.case)
    db.session.scalars(
        select(Message)
        .where(Message.id == message.id)
        .with_for_update(of=Message)
        .execution_options(populate_existing=True)
    ).one()


def _obstacle(message: Message, purpose: Purpose | None) -> str:
    """Why it may not go any more; what it is itself does not count against it."""
    if message.case is None or not message.recipient:
        return str(_("What was to be sent is erased."))
    if message.notice and (why := of_sending(message.notice)):
        return why
    if purpose is None:
        purpose = Purpose.ANSWER if message.answers_id else Purpose.COLLECTION
    asked = Contactability(message.case.debtor, counts_earlier=False)
    try:
        verdict = asked.by(Channel.SMS, purpose=purpose)
    except LawMissing as error:
        return said(error.words)
    return "" if verdict.allowed else why_not(verdict)


def _handed_over(message: Message) -> str:
    found = text_gateway()
    if found is None:
        raise Refused(_("Text messages are not set up any more."))
    return opened(found).send(Text(str(message.id), found.sender, message.recipient, message.text))


def _fail(message: Message, why: str) -> None:
    """It did not get there: a task for whoever works the case."""
    message.delivery = Delivery.FAILED
    failed = Message(
        id=new_key(),
        case_id=message.case_id,
        party=Party.DEBTOR,
        direction=Direction.IN,
        way=By.SMS,
        nature=Nature.BOUNCE,
        source_id=f"failed {message.id}",
        text=why,
        failed_address=message.recipient,
        answers_id=message.id,
        answer_by=deadline(),
    )
    db.session.add(failed)
    db.session.flush()
    audit.record(failed, "message.text_failed", by="system", channel=By.SMS, why=why)
    interrupt(failed)
    if message.notice:
        came_back(message.notice, why)


def _locale() -> str:
    return db.session.get_one(Agency, acting().agency_id).locale
