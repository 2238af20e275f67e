"""What messages hold of a person: erased with the file, handed out on request with the originals."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.cases.models import Party
from agency.compliance.kinds import Stage
from agency.compliance.own_records import forget_mails
from agency.compliance.records import Copy, Gone, Records, Subjects, Told, blank
from agency.contacts.kinds import Direction
from agency.messages import wording
from agency.messages.kinds import By
from agency.messages.models import Message, MessageFile
from portal import db
from portal.bulk import among


def _erase(them: Subjects) -> Gone:
    """That something was written, when and by which way stays; what it said does not."""
    return _blank(among(Message.case_id, them.cases))


def _sweep(before: datetime) -> Gone:
    """What never came to a case, by its own age."""
    return _blank(
        (Message.case_id.is_(None))
        & (Message.at < before)
        & (Message.settled_at.is_not(None))
        & (Message.sender != "")
    )


def _blank(condition: Any) -> Gone:
    ids = db.session.scalars(select(Message.id).where(condition)).all()
    keys = db.session.scalars(select(Message.raw_key).where(among(Message.id, ids))).all()
    files = among(MessageFile.message_id, ids)
    written = select(Message.recipient).where(
        among(Message.id, ids), Message.direction == Direction.OUT
    )
    forget_mails(db.session.scalars(written).all())
    keys = [*keys, *db.session.scalars(select(MessageFile.file_key).where(files)).all()]
    count = blank(
        Message,
        among(Message.id, ids),
        sender="",
        sender_name="",
        recipient="",
        subject="",
        text="",
        raw_key="",
        failed_address="",
        thread_ids="",
    )
    blank(Message, among(Message.id, ids) & (Message.settled_why != ""), settled_why="–")
    count += blank(MessageFile, files, name="", media_type="", file_key="", refused_why="–")
    return Gone(count, frozenset(key for key in keys if key))


def _tell(them: Subjects) -> Told:
    """What was written to and fro with the debtor; letters between agency and creditor are theirs."""
    messages = db.session.scalars(
        select(Message)
        .where(among(Message.case_id, them.cases), Message.party == Party.DEBTOR)
        .order_by(Message.id)
    ).all()
    files = db.session.scalars(
        select(MessageFile)
        .where(among(MessageFile.message_id, [it.id for it in messages]))
        .order_by(MessageFile.id)
    ).all()
    return Told(
        [_row(it) for it in messages],
        [Copy(it.name, it.file_key) for it in files if it.file_key],
    )


def _row(it: Message) -> Mapping[str, Any]:
    return {
        "what": wording.WAYS[By(it.way)],
        "at": it.at,
        "name": it.sender_name or it.sender,
        "to": it.recipient,
        "text": "\n".join(part for part in (it.subject, it.text) if part),
    }


RECORDS = Records(
    name="messages",
    title=_("Messages"),
    purpose=_("To answer what the debtor writes, and to prove what was written"),
    origin=_("From who wrote them"),
    recipients=_("None; a message between the creditor and us is read by both"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
    sweep=_sweep,
)
