"""A batch from wishes: who is to be written to, in which kind and tone."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from agency.clients.numbers import next_numbers
from agency.law.texts import why_no_text
from agency.law.vocabulary import NoticeKind
from agency.notices.models import NoticeBatch, NoticeWish, Verb
from agency.notices.services.batches.running import start
from agency.notices.tones import Tone
from portal import db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.bulk import insert_rows
from portal.errors import Refused
from portal.keys import new_key

MOST = 10_000
"""Cases in one batch, so that one person can look through it in one sitting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """That a case be written to. Without a kind, the one that fits best on the day; without a
    channel, or where the debtor has no address for it, the one that the debtor likes best."""

    case_id: uuid.UUID
    kind: NoticeKind | None = None
    tone: Tone = Tone.NEUTRAL
    channel: str = ""
    action_id: uuid.UUID | None = None


def make(
    wishes: Sequence[Wish], *, by: User, title: str = "", origin: str = "strategy"
) -> NoticeBatch:
    """Keep the wishes, one to a case, and have their notices prepared in the background."""
    of_cases = {wish.case_id: wish for wish in reversed(wishes)}
    if not of_cases:
        raise Refused(_("No case is in this batch. Choose others."))
    if len(of_cases) > MOST:
        raise Refused(_("A batch holds %(most)s cases at most. Narrow the choice.", most=MOST))
    own = {wish.kind is NoticeKind.OWN_REMINDER for wish in of_cases.values()}
    if len(own) > 1:
        raise Refused(_("Reminders in the creditor's own name make a batch of their own."))
    for wish in of_cases.values():
        if wish.channel == "sms" and wish.kind and (why := why_no_text(wish.kind)):
            raise Refused(why)
    batch = NoticeBatch(
        id=new_key(),
        number=next_numbers("notice_batch")[0],
        title=title,
        origin=origin,
        wishes=len(of_cases),
        made_by=by.id,
    )
    db.session.add(batch)
    db.session.flush()
    insert_rows(NoticeWish, [_row(batch, wish) for wish in reversed(of_cases.values())])
    audit.record(
        batch, "notice_batch.made", by=by, number=batch.number, cases=batch.wishes, origin=origin
    )
    start(batch, Verb.PREPARE, total=batch.wishes, by=by)
    return batch


def _row(batch: NoticeBatch, wish: Wish) -> dict[str, object]:
    return {
        "id": new_key(),
        "batch_id": batch.id,
        "case_id": wish.case_id,
        "kind": wish.kind or "",
        "tone": wish.tone,
        "channel": wish.channel,
        "action_id": wish.action_id,
        "notice_id": None,
    }
