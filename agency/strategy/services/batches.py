"""Making a batch of notices from the steps that are due."""

import uuid
from datetime import date

from flask_babel import gettext as _

from agency.law.vocabulary import NoticeKind
from agency.notices.labels import KINDS
from agency.notices.models import NoticeBatch
from agency.notices.services.batches import Wish, make
from agency.notices.services.batches.making import MOST
from agency.notices.tones import Tone
from agency.strategy.queries.actions import notices_to_make
from agency.strategy.queries.next_steps import among
from agency.strategy.services import planning
from portal import db
from portal.accounts.models import User
from portal.errors import Refused


def make_batch(kind: NoticeKind, today: date, *, by: User) -> NoticeBatch:
    """Have the due notices of a kind prepared, after a look at what happened since they were planned.

    Refused when nothing of the kind can go out. Doing it twice makes no letter twice: a case has
    one open notice at a time, and the second batch says so for each.
    """
    planning.plan(among(_cases(kind, today)), today)
    db.session.expire_all()
    found = notices_to_make(today, kind, MOST)
    if not found:
        raise Refused(_("Nothing of this kind can go out now. Look at what is held, and why."))
    wishes = [
        Wish(
            case_id=action.case_id,
            kind=kind,
            tone=Tone(action.tone or Tone.NEUTRAL),
            channel=action.channel,
            action_id=action.id,
        )
        for action in found
    ]
    return make(wishes, by=by, title=str(KINDS[kind]))


def _cases(kind: NoticeKind, today: date) -> list[uuid.UUID]:
    return [action.case_id for action in notices_to_make(today, kind, MOST)]
