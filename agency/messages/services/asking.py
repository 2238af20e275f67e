"""What a debtor asks on its own page, and the answers that it reads there."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from agency.cases.models import Case, Party
from agency.cases.services import lock
from agency.compliance.services.declaring import Paper
from agency.contacts.kinds import Direction
from agency.messages.kinds import By
from agency.messages.models import Message
from agency.messages.services.deadline import deadline
from agency.messages.services.keeping import attach, keep_papers
from agency.messages.services.next_moves import interrupt
from portal import db
from portal.audit import services as audit
from portal.keys import new_key


def ask_on_page(
    case: Case, text: str, *, form_key: uuid.UUID, papers: Sequence[Paper] = ()
) -> Message:
    """Take in what the debtor asks; the same form twice is one message. Its case waits for the answer."""
    lock(case)
    source_id = f"form {form_key}"
    if known := db.session.scalars(
        select(Message).where(Message.source_id == source_id, Message.case_id == case.id)
    ).one_or_none():
        return known
    message = Message(
        id=new_key(),
        case_id=case.id,
        party=Party.DEBTOR,
        direction=Direction.IN,
        way=By.PAGE,
        source_id=source_id,
        sender_name=case.debtor.name,
        text=text,
        answer_by=deadline(),
    )
    db.session.add(message)
    db.session.flush()
    attach(message, keep_papers(papers))
    audit.record(message, "message.came", by="debtor", channel=By.PAGE)
    interrupt(message)
    return message
