"""Reading what stands before a text message: the letters and mails that asked in full."""

import uuid

from sqlalchemy import select

from agency.cases.models import Case
from agency.law.vocabulary import NoticeKind
from agency.notices.models import Notice
from portal import db


def asked_in_full(case: Case) -> frozenset[uuid.UUID]:
    """The claims that a letter or mail of the agency or a firm has asked for."""
    kept = db.session.scalars(
        select(Notice.facts["contents"]["claim_ids"]).where(
            Notice.case_id == case.id,
            Notice.dispatched_at.is_not(None),
            Notice.withdrawn_at.is_(None),
            Notice.channel != "sms",
            Notice.kind != NoticeKind.OWN_REMINDER,
        )
    )
    return frozenset(uuid.UUID(each) for ids in kept for each in ids)
