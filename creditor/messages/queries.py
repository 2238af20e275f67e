"""Selects of a creditor's messages; row-level security hides those of others and of debtors."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from agency.cases.models import Case, Party
from agency.messages.kinds import Nature
from agency.messages.models import Message
from creditor.access import my_creditor
from portal import db

SHOWN = 50


def messages_with_us(case: Case) -> Sequence[Message]:
    """What was written between the creditor and the agency about a case, the newest first."""
    return db.session.scalars(
        select(Message)
        .where(
            Message.case_id == case.id,
            Message.creditor_id == my_creditor().id,
            Message.party == Party.CREDITOR,
            Message.nature == Nature.MESSAGE,
        )
        .options(selectinload(Message.files), joinedload(Message.writer))
        .order_by(Message.id.desc())
        .limit(SHOWN)
    ).all()
