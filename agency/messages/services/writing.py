"""Writing to a debtor or to a creditor's people: asked first whether it is lawful, kept as it went."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import paylinks, threads
from agency.cases.mails import page_of
from agency.cases.models import Case, Party
from agency.cases.services import lock
from agency.compliance.kinds import DeclarationKind
from agency.compliance.may_contact import Contactability, may_contact
from agency.compliance.services.declaring import Paper
from agency.compliance.wording import why_not
from agency.contacts.kinds import Direction
from agency.law.errors import LawMissing
from agency.law.vocabulary import Channel, Purpose
from agency.messages.kinds import ON_PAGE, By, Nature, Settled
from agency.messages.models import Message
from agency.messages.services.keeping import attach, keep_papers, store
from agency.messages.services.recipients import recipients
from agency.messages.services.settling import own, settle
from agency.short_answers.services import count_use
from portal import db, mail
from portal.accounts.models import Agency, AgencySettings, User
from portal.audit import services as audit
from portal.errors import NotFound, Refused
from portal.i18n import said
from portal.keys import new_key
from portal.tenancy import acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wants to send."""

    form_key: uuid.UUID
    party: Party
    to: str
    subject: str
    text: str
    papers: Sequence[Paper] = ()
    answers: Message | None = None
    begins_with: uuid.UUID | None = None
    """The short answer that it began with."""

    @property
    def is_on_page(self) -> bool:
        """Whether it stands on the debtor's page alone."""
        return self.to == ON_PAGE


def obstacle_to(
    case: Case, party: Party, answers: Message | None, channel: Channel = Channel.EMAIL
) -> str:
    """Why nothing may be written by a channel now, and from when; empty when it may."""
    if party is not Party.DEBTOR:
        return ""
    if answers is None and not case.is_open:
        return str(_("The case is closed. Only what the debtor wrote is answered."))
    purpose = Purpose.ANSWER if _is_asked(answers) else Purpose.COLLECTION
    try:
        verdict = may_contact(case.debtor, channel, purpose=purpose)
    except LawMissing as error:
        return said(error.words)
    return "" if verdict.allowed else why_not(verdict)


def page_obstacle(case: Case) -> str:
    """Why no answer may stand on the debtor's page; empty when it may. An opt-out shuts no page."""
    asked = Contactability(case.debtor, lifted=[DeclarationKind.OPT_OUT])
    verdict = asked.by(Channel.EMAIL, purpose=Purpose.ANSWER)
    return "" if verdict.allowed else why_not(verdict)


def write(case: Case, written: Written, *, by: User) -> Message:
    """Send an e-mail about a case and keep it; the same form twice is one. It settles what it answers.

    What was asked on the debtor's page may be answered there alone, without a mail. Asked again here
    whether it may go out: between the form and the button a debtor may have said no.
    """
    lock(case)
    if known := db.session.scalars(
        select(Message).where(Message.source_id == _source(written.form_key))
    ).one_or_none():
        return known
    if written.answers is not None:
        own(written.answers)
        if written.answers.case_id != case.id or written.answers.party != written.party:
            raise NotFound
    whom = {each.address: each for each in recipients(case, written.party, written.answers)}
    if written.to not in whom:
        raise NotFound
    if why := _obstacle(case, written):
        raise Refused(_("This may not be sent now. %(why)s", why=why))
    if written.is_on_page:
        message = _kept(case, written, by)
    else:
        raw = _send(case, written, by, is_stranger=not whom[written.to].is_known)
        message = _kept(case, written, by, raw)
    attach(message, keep_papers(written.papers))
    audit.record(message, "message.sent", by=by, channel=message.way)
    if written.begins_with:
        count_use(written.begins_with)
    if written.answers is not None:
        settle(written.answers, Settled.ANSWERED, by=by)
    return message


def _obstacle(case: Case, written: Written) -> str:
    if written.is_on_page:
        return page_obstacle(case)
    return obstacle_to(case, written.party, written.answers)


def _is_asked(answers: Message | None) -> bool:
    """Whether the debtor itself asked for what is written; a mail that came back asks nothing."""
    return answers is not None and answers.nature == Nature.MESSAGE and answers.waits


def _send(case: Case, written: Written, by: User, *, is_stranger: bool) -> bytes:
    """Write the mail; to an address that nobody knew it says nothing of any claim by itself."""
    storage = current_app.extensions["storage"]
    is_creditor = written.party is Party.CREDITOR
    agency = db.session.get_one(Agency, acting().agency_id)
    house = db.session.scalars(select(AgencySettings)).one()
    return mail.send_later(
        "message",
        to=written.to,
        subject=written.subject,
        locale=case.creditor.locale if is_creditor else case.debtor.locale,
        sender_name=agency.name,
        reply_to=house.email,
        attachments=[
            mail.Attachment(paper.name, paper.media_type, storage.read(paper.stored.key))
            for paper in written.papers
        ],
        about=threads.about(case, written.party),
        answers=written.answers.thread_ids.split() if written.answers else (),
        is_automatic=False,
        words=written.text,
        writer=by.name,
        creditor_name=case.creditor.name,
        reference=case.reference,
        to_creditor=is_creditor,
        to_stranger=is_stranger,
        url=page_of(case.id) if is_creditor else paylinks.address(paylinks.link_for(case)),
    )


def _kept(case: Case, written: Written, by: User, raw: bytes = b"") -> Message:
    """The message as it went; without a mail it stands on the page."""
    thread = written.answers.thread_ids.split() if written.answers else []
    if raw:
        thread.append(str(message_from_bytes(raw, policy=default)["Message-ID"]).strip("<> "))
    message = Message(
        id=new_key(),
        creditor_id=case.creditor_id if written.party is Party.CREDITOR else None,
        case_id=case.id,
        party=written.party,
        direction=Direction.OUT,
        way=By.EMAIL if raw else By.PAGE,
        source_id=_source(written.form_key),
        thread_ids=" ".join(thread),
        sender_name=by.name,
        recipient=written.to if raw else "",
        subject=written.subject,
        text=written.text,
        raw_key=store(raw) if raw else "",
        written_by=by.id,
        answers_id=written.answers.id if written.answers else None,
    )
    db.session.add(message)
    db.session.flush()
    return message


def _source(form_key: uuid.UUID) -> str:
    return f"form {form_key}"
