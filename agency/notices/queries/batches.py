"""Reading batches: how far one is, what is in it, and what fell out of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from agency.cases.models import Case, Debtor, Mover
from agency.notices.models import BatchRun, Notice, NoticeBatch, NoticeState, NoticeWish
from agency.notices.queries.notices import IN_STATE, LISTED, OPEN, visible_to
from portal import db
from portal.accounts.models import Membership
from portal.accounts.permissions import Role
from portal.errors import NotFound

SHOWN = 100
"""As many of what fell out are listed; the rest is counted."""

LET_GO = or_(Notice.needs_release, NoticeWish.seen_sha256 == Notice.sha256)
"""Whether a file that is ready was let go: by a lawyer's release, or as the very file approved."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many notices of a batch are how far; `approved` are those ready that may be sent."""

    waiting: int
    refused: int
    held: int
    approved: int
    by_state: dict[NoticeState, int] = field(default_factory=dict)

    @property
    def made(self) -> int:
        """Wishes that are dealt with: a file is there, or it is known why there is none."""
        known = sum(self.by_state.values()) - self.by_state[NoticeState.RENDERING]
        return self.refused + known


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which cases of the worklist a batch by hand is for."""

    creditor_id: uuid.UUID | None = None
    debtor_kind: str = ""
    country: str = ""


def cases_to_write(chosen: Chosen) -> Select[Any]:
    """The cases on which the agency is to prepare the next notice, the most pressing first."""
    query = (
        select(Case.id)
        .join(Debtor, and_(Debtor.agency_id == Case.agency_id, Debtor.id == Case.debtor_id))
        .where(Case.closed_at.is_(None), Case.mover == Mover.AGENCY, Case.move == "notice")
        .order_by(Case.move_until, Case.id)
    )
    if chosen.creditor_id:
        query = query.where(Case.creditor_id == chosen.creditor_id)
    if chosen.debtor_kind:
        query = query.where(Debtor.kind == chosen.debtor_kind)
    return query.where(Debtor.country == chosen.country) if chosen.country else query


def counts_of(batch: NoticeBatch) -> Counts:
    """The counts of a batch, in two queries."""
    waiting, refused, held, approved = db.session.execute(
        select(
            func.count().filter(NoticeWish.notice_id.is_(None), NoticeWish.refused_why == ""),
            func.count().filter(NoticeWish.refused_why != ""),
            func.count().filter(NoticeWish.held_why != "", OPEN),
            func.count().filter(IN_STATE[NoticeState.READY], LET_GO),
        )
        .select_from(NoticeWish)
        .outerjoin(Notice, _of_wish())
        .where(NoticeWish.batch_id == batch.id)
    ).one()
    states = db.session.execute(
        select(*(func.count().filter(IN_STATE[state]) for state in NoticeState)).where(
            Notice.batch_id == batch.id
        )
    ).one()
    return Counts(waiting, refused, held, approved, dict(zip(NoticeState, states, strict=True)))


def count_in(batch: NoticeBatch, *conditions: Any) -> int:
    """How many notices of a batch meet conditions on them or on their wishes."""
    query = select(func.count()).select_from(NoticeWish).join(Notice, _of_wish())
    return db.session.scalar(query.where(NoticeWish.batch_id == batch.id, *conditions)) or 0


def open_run(batch: NoticeBatch) -> BatchRun | None:
    """The run that is under way, or was stopped."""
    return db.session.scalars(
        select(BatchRun).where(BatchRun.batch_id == batch.id, BatchRun.ended_at.is_(None))
    ).one_or_none()


def refused_in(batch: NoticeBatch) -> Sequence[NoticeWish]:
    """The wishes that could not be granted, with why."""
    return _wishes(batch, NoticeWish.refused_why != "")


def held_in(batch: NoticeBatch) -> Sequence[NoticeWish]:
    """The notices that were held back when the batch was sent, with why."""
    return _wishes(batch, NoticeWish.held_why != "", OPEN)


def pulled_from(batch: NoticeBatch) -> Sequence[NoticeWish]:
    """The notices that were taken out, with why."""
    return _wishes(batch, Notice.withdrawn_at.is_not(None))


def in_review(
    batch: NoticeBatch, membership: Membership, state: NoticeState | None
) -> Select[Notice]:
    """The notices of a batch that a person may look through, all or those in a state."""
    query = visible_to(membership).where(Notice.batch_id == batch.id).options(*LISTED)
    return query.where(IN_STATE[state] if state else Notice.withdrawn_at.is_(None))


def seen_batch(batch: NoticeBatch, membership: Membership) -> NoticeBatch:
    """The batch, if there is something in it for the person. NotFound otherwise."""
    mine = visible_to(membership).where(Notice.batch_id == batch.id).with_only_columns(Notice.id)
    if membership.role == Role.LAWYER and db.session.scalar(mine.limit(1)) is None:
        raise NotFound
    return batch


def batches_for(membership: Membership) -> Select[NoticeBatch]:
    """The batches that a person may see; a lawyer those with letters of its firm."""
    query = select(NoticeBatch).options(joinedload(NoticeBatch.maker))
    if membership.role != Role.LAWYER:
        return query
    mine = visible_to(membership).where(Notice.batch_id == NoticeBatch.id)
    return query.where(exists(mine.with_only_columns(Notice.id).correlate(NoticeBatch)))


def let_go_among(notices: Sequence[Notice]) -> set[uuid.UUID]:
    """Those of these notices whose file was let go as it is."""
    ids = [notice.id for notice in notices]
    query = select(Notice.id).join(NoticeWish, _of_wish())
    return set(db.session.scalars(query.where(Notice.id.in_(ids), LET_GO)))


def is_let_go(notice: Notice) -> bool:
    """Whether the file of a notice in a batch was let go as it is."""
    seen = db.session.scalar(
        select(NoticeWish.seen_sha256).where(NoticeWish.notice_id == notice.id)
    )
    return seen == notice.sha256


def run_now(run_id: uuid.UUID) -> BatchRun | None:
    """A run to work on, unless somebody else is at it."""
    return db.session.scalars(
        select(BatchRun)
        .where(BatchRun.id == run_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _wishes(batch: NoticeBatch, *conditions: Any) -> Sequence[NoticeWish]:
    return (
        db.session.scalars(
            select(NoticeWish)
            .outerjoin(Notice, _of_wish())
            .where(NoticeWish.batch_id == batch.id, *conditions)
            .options(
                joinedload(NoticeWish.case).joinedload(Case.debtor),
                joinedload(NoticeWish.notice),
            )
            .order_by(NoticeWish.id)
            .limit(SHOWN)
        )
        .unique()
        .all()
    )


def _of_wish() -> Any:
    return and_(Notice.agency_id == NoticeWish.agency_id, Notice.id == NoticeWish.notice_id)
