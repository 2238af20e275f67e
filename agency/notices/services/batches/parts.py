"""The parts of a run: which wishes come next, and what is done with each of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from agency.notices.models import BatchRun, Notice, NoticeWish, Verb
from agency.notices.services.batches import acts
from portal import db
from portal.accounts.models import User
from portal.errors import Refused
from portal.i18n import said

SIZE = 20
"""Wishes in one part: short enough to be lost without harm, and to let others at the records."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a verb goes through a batch: which wishes it is about, what it does, what it notes when
    that is refused, and what it does at the end, as long as that says there is more."""

    about: Callable[[BatchRun], Any]
    act: Callable[[NoticeWish, BatchRun, User], bool]
    refused: Callable[[NoticeWish, str], None]
    finish: Callable[[BatchRun, User], bool]


WAYS = {
    Verb.PREPARE: Way(acts.to_prepare, acts.prepare_one, acts.not_prepared, acts.nothing_more),
    Verb.PULL: Way(acts.to_pull, acts.pull_one, acts.not_noted, acts.nothing_more),
    Verb.RELEASE: Way(acts.to_release, acts.release_one, acts.not_noted, acts.nothing_more),
    Verb.DISPATCH: Way(acts.to_send, acts.send_one, acts.held_back, acts.print_next),
}


def do_next(run: BatchRun) -> bool:
    """Do the next part of a run. False when nothing was left to do."""
    way, by = WAYS[Verb(run.verb)], db.session.get_one(User, run.by_user)
    with force_locale(by.locale):
        found = _next(run, way)
        if not found:
            return way.finish(run, by)
        # In one order of cases, so that two runs never wait for each other in a circle.
        for wish in sorted(found, key=lambda wish: wish.case_id):
            run.left_out += not _do(way, wish, run, by)
    run.last_id = found[-1].id
    run.done += len(found)
    return True


def _do(way: Way, wish: NoticeWish, run: BatchRun, by: User) -> bool:
    try:
        with db.session.begin_nested():
            return way.act(wish, run, by)
    except Refused as refusal:
        way.refused(wish, said(refusal.words))
        return False


def _next(run: BatchRun, way: Way) -> Sequence[NoticeWish]:
    query = (
        select(NoticeWish)
        .outerjoin(
            Notice,
            and_(Notice.agency_id == NoticeWish.agency_id, Notice.id == NoticeWish.notice_id),
        )
        .where(NoticeWish.batch_id == run.batch_id, way.about(run))
        .options(joinedload(NoticeWish.case), joinedload(NoticeWish.notice))
        .order_by(NoticeWish.id)
        .limit(SIZE)
    )
    if run.last_id:
        query = query.where(NoticeWish.id > run.last_id)
    return db.session.scalars(query).unique().all()
