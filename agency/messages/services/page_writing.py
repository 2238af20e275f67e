"""What a creditor's own people write on the page of their case."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from agency.cases.models import Case, Party
from agency.compliance.services.declaring import Paper
from agency.contacts.kinds import Direction
from agency.messages.kinds import By
from agency.messages.models import Message
from agency.messages.services.deadline import deadline
from agency.messages.services.keeping import attach, keep_papers
from portal import db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.keys import new_key


def write_on_page(
    case: Case, text: str, *, form_key: uuid.UUID, papers: Sequence[Paper] = (), by: User
) -> Message:
    """Take in what the creditor wrote; the same form twice is one message.

    Its case waits for the answer a moment later, by a job of the agency: a creditor does not see
    all that a case waits for.
    """
    source_id = f"form {form_key}"
    if known := db.session.scalars(
        select(Message).where(Message.source_id == source_id, Message.case_id == case.id)
    ).one_or_none():
        return known
    message = Message(
        id=new_key(),
        creditor_id=case.creditor_id,
        case_id=case.id,
        party=Party.CREDITOR,
        direction=Direction.IN,
        way=By.PAGE,
        source_id=source_id,
        sender=by.email,
        sender_name=by.name,
        text=text,
        written_by=by.id,
        answer_by=deadline(),
    )
    db.session.add(message)
    db.session.flush()
    attach(message, keep_papers(papers))
    audit.record(message, "message.came", by=by, channel=By.PAGE)
    outbox.later("messages.interrupt", message_id=message.id)
    return message
