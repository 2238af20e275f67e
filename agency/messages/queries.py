"""Selects of messages: those of a case, those that wait, and what the agency set about them."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from agency.cases.models import Case, Party
from agency.compliance.contacts import Earlier
from agency.contacts.kinds import Direction
from agency.law.vocabulary import Channel
from agency.messages.kinds import By, Nature
from agency.messages.models import Message, MessageFile, MessageSettings
from agency.messages.models.settings import ANSWER_DAYS
from portal import db
from portal.bulk import among
from portal.tenancy import acting

_CHANNELS = {By.EMAIL: Channel.EMAIL, By.SMS: Channel.SMS}


def settings() -> MessageSettings:
    """What the agency set; what the house does where it set nothing."""
    found = db.session.scalars(select(MessageSettings)).one_or_none()
    return found or MessageSettings(answer_days=ANSWER_DAYS)


def messages_of(case: Case) -> Select[Message]:
    """The messages of a case, to be paged by key."""
    return (
        select(Message)
        .where(Message.case_id == case.id)
        .options(
            selectinload(Message.files),
            joinedload(Message.writer),
            joinedload(Message.settler),
        )
    )


def waiting_on(case: Case) -> Sequence[Message]:
    """The messages of a case that wait for an answer, the most pressing first."""
    return db.session.scalars(
        _waiting().where(Message.case_id == case.id).order_by(Message.answer_by, Message.id)
    ).all()


def asked_and_waiting(case: Case) -> Sequence[Message]:
    """What the debtor asked on its page and nobody answered yet, the most pressing first."""
    return db.session.scalars(
        _waiting().where(*_on_page(case.id)).order_by(Message.answer_by, Message.id)
    ).all()


def conversation_on_page(case: Case) -> Select[Message]:
    """What the debtor asked on its page, and what was answered to that by whatever way.

    Anybody can write a mail in the debtor's name: the others are not shown behind its link.
    """
    return select(Message).where(*_in_conversation(case.id)).options(selectinload(Message.files))


def glance_on_page(case: Case) -> tuple[date | None, datetime | None]:
    """By when we answer what the debtor asked on its page, the soonest; when we last did answer."""
    row = db.session.execute(_GLANCE, {"case_id": case.id}).one()
    return row[0], row[1]


def is_on_page(case: Case, message_id: uuid.UUID) -> bool:
    """Whether a message is one that the debtor reads on its page."""
    return (
        db.session.scalars(conversation_on_page(case).where(Message.id == message_id)).first()
        is not None
    )


def waiting() -> Select[Message]:
    """All messages that wait, also those of closed cases and of none, to be paged by deadline."""
    return _waiting().options(
        joinedload(Message.case).joinedload(Case.debtor),
        joinedload(Message.case).joinedload(Case.creditor),
    )


def without_case() -> Select[Message]:
    """Messages for which no case was found."""
    return _waiting().where(Message.case_id.is_(None))


def count_waiting() -> int:
    """How many wait."""
    return (
        db.session.scalar(
            select(func.count()).select_from(
                _waiting().with_only_columns(Message.id).limit(100).subquery()
            )
        )
        or 0
    )


def waiting_on_cases(cases: Sequence[uuid.UUID]) -> Sequence[Message]:
    """What waits on some cases; the most pressing of each comes last."""
    if not cases:
        return []
    return db.session.scalars(
        _waiting()
        .where(among(Message.case_id, cases))
        .order_by(Message.answer_by.desc(), Message.id.desc())
    ).all()


def files_of(case: Case) -> Sequence[MessageFile]:
    """The files that came or went with the messages of a case, the newest first."""
    return db.session.scalars(
        select(MessageFile)
        .join(
            Message,
            and_(Message.agency_id == MessageFile.agency_id, Message.id == MessageFile.message_id),
        )
        .where(Message.case_id == case.id, MessageFile.file_key != "")
        .order_by(MessageFile.id.desc())
        .options(joinedload(MessageFile.message))
    ).all()


def contacts_of(debtors: Sequence[uuid.UUID], since: datetime) -> list[Earlier]:
    """What we wrote to these debtors since a moment, as the limits on contact count it."""
    rows = db.session.execute(
        select(Message.way, Message.at, Case.debtor_id)
        .join(Case, and_(Case.agency_id == Message.agency_id, Case.id == Message.case_id))
        .where(
            among(Case.debtor_id, debtors),
            Message.at >= since,
            Message.direction == Direction.OUT,
            Message.party == Party.DEBTOR,
            Message.way.in_([*_CHANNELS]),
        )
    )
    return [Earlier(_CHANNELS[By(way)], at, debtor_id=debtor_id) for way, at, debtor_id in rows]


def _on_page(case_id: Any) -> tuple[ColumnElement[bool], ...]:
    return (Message.case_id == case_id, Message.party == Party.DEBTOR, Message.way == By.PAGE)


def _in_conversation(case_id: Any) -> tuple[ColumnElement[bool], ...]:
    asked = select(Message.id).where(*_on_page(case_id), Message.direction == Direction.IN)
    return (
        Message.case_id == case_id,
        Message.party == Party.DEBTOR,
        Message.nature == Nature.MESSAGE,
        or_(Message.way == By.PAGE, Message.answers_id.in_(asked)),
    )


_WAITS = (Message.answer_by.is_not(None), Message.settled_at.is_(None))
_OF_CASE: Any = bindparam("case_id")
_GLANCE = select(
    func.min(Message.answer_by).filter(*_on_page(_OF_CASE), *_WAITS),
    func.max(Message.at).filter(*_in_conversation(_OF_CASE), Message.direction == Direction.OUT),
).where(Message.case_id == _OF_CASE)


def _waiting() -> Select[Message]:
    return select(Message).where(Message.agency_id == acting().agency_id, *_WAITS)
