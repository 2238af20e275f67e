"""Reading notices: of a case, by state, what waits for a lawyer or the printer, and who may sign."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, not_, select
from sqlalchemy.orm import joinedload, selectinload

from agency.cases.models import Case
from agency.clients.models import Engagement, LawFirm, Lawyer
from agency.compliance.contacts import Earlier
from agency.law.vocabulary import Channel, NoticeKind
from agency.notices.models import Delivery, Notice, NoticeBatch, NoticeState, PrintBatch, Release
from agency.notices.senders import LENT, Sender
from portal import db
from portal.accounts.models import Membership
from portal.accounts.permissions import Role
from portal.bulk import among
from portal.errors import NotFound


def _word(outcome: str) -> Any:
    """Whether the lawyer's word on the file as it is now is this one."""
    return exists().where(
        Release.agency_id == Notice.agency_id,
        Release.notice_id == Notice.id,
        Release.sha256 == Notice.sha256,
        Release.outcome == outcome,
    )


OPEN = and_(Notice.withdrawn_at.is_(None), Notice.dispatched_at.is_(None))
_SOUND = and_(OPEN, Notice.rendered_at.is_not(None), Notice.render_error == "")
IN_STATE = {
    NoticeState.RENDERING: and_(OPEN, Notice.rendered_at.is_(None)),
    NoticeState.FAULTY: and_(OPEN, Notice.rendered_at.is_not(None), Notice.render_error != ""),
    NoticeState.WAITS_RELEASE: and_(
        _SOUND, Notice.needs_release, not_(_word("released")), not_(_word("refused"))
    ),
    NoticeState.REFUSED: and_(_SOUND, _word("refused")),
    NoticeState.READY: and_(_SOUND, not_(Notice.needs_release) | _word("released")),
    NoticeState.SENT: and_(Notice.withdrawn_at.is_(None), Notice.dispatched_at.is_not(None)),
    NoticeState.WITHDRAWN: Notice.withdrawn_at.is_not(None),
}
"""The same as `Notice.state`, for the database."""

LISTED = (
    joinedload(Notice.case).joinedload(Case.debtor),
    joinedload(Notice.case).joinedload(Case.creditor),
    joinedload(Notice.law_firm),
    joinedload(Notice.lawyer),
    selectinload(Notice.releases),
)
"""What a list shows of each notice."""


def visible_to(membership: Membership) -> Select[Notice]:
    """The notices that a person may see: all of the agency, a lawyer those of its own firm."""
    query = select(Notice)
    if membership.role != Role.LAWYER:
        return query
    lawyer = lawyer_of(membership.id)
    return query.where(Notice.law_firm_id == (lawyer.law_firm_id if lawyer else None))


def must_see(notice: Notice, membership: Membership) -> None:
    """NotFound unless the person may see the notice."""
    found = visible_to(membership).where(Notice.id == notice.id).with_only_columns(Notice.id)
    if db.session.scalar(found) is None:
        raise NotFound


def notices_of(case: Case) -> Sequence[Notice]:
    """The notices of a case, latest first."""
    return db.session.scalars(
        select(Notice).where(Notice.case_id == case.id).order_by(Notice.id.desc())
    ).all()


def open_notice(case: Case) -> Notice | None:
    """The notice of a case that has neither gone out nor been withdrawn."""
    return db.session.scalars(select(Notice).where(Notice.case_id == case.id, OPEN)).one_or_none()


def counts(query: Select[Notice]) -> dict[NoticeState, int]:
    """How many of these notices are in each state that waits for somebody."""
    waiting = [s for s in NoticeState if s not in (NoticeState.SENT, NoticeState.WITHDRAWN)]
    row = db.session.execute(
        query.where(OPEN).with_only_columns(
            *(func.count().filter(IN_STATE[state]) for state in waiting)
        )
    ).one()
    return dict(zip(waiting, row, strict=True))


def lawyer_of(membership_id: uuid.UUID) -> Lawyer | None:
    """The lawyer who signs in with a membership, at a firm that the agency works with."""
    return db.session.scalars(
        select(Lawyer)
        .join(LawFirm, _of_firm())
        .where(
            Lawyer.membership_id == membership_id,
            Lawyer.closed_at.is_(None),
            LawFirm.closed_at.is_(None),
        )
    ).one_or_none()


def signing_lawyers(creditor_id: uuid.UUID) -> Sequence[Lawyer]:
    """Who may sign notices for a creditor: lawyers with a login, of the firms that act for it."""
    return (
        db.session.scalars(
            select(Lawyer)
            .join(LawFirm, _of_firm())
            .join(
                Engagement,
                and_(
                    Engagement.agency_id == LawFirm.agency_id, Engagement.law_firm_id == LawFirm.id
                ),
            )
            .join(
                Membership,
                and_(
                    Membership.agency_id == Lawyer.agency_id, Membership.id == Lawyer.membership_id
                ),
            )
            .where(
                Engagement.creditor_id == creditor_id,
                Engagement.ended_at.is_(None),
                LawFirm.closed_at.is_(None),
                Lawyer.closed_at.is_(None),
                Membership.ended_at.is_(None),
            )
            .order_by(LawFirm.name, Lawyer.name)
        )
        .unique()
        .all()
    )


def waiting_to_print(batch: NoticeBatch | None = None) -> Select[Delivery]:
    """Letters that were dispatched by post and are in no print batch yet, oldest first."""
    query = (
        select(Delivery)
        .join(Notice, and_(Notice.agency_id == Delivery.agency_id, Notice.id == Delivery.notice_id))
        .where(
            Delivery.channel == "post",
            Delivery.print_batch_id.is_(None),
            Notice.withdrawn_at.is_(None),
        )
        .order_by(Delivery.id)
    )
    return query.where(Notice.batch_id == batch.id) if batch else query


def contacts_of(debtors: Sequence[uuid.UUID], since: datetime) -> list[Earlier]:
    """What was sent to these debtors since a moment, as the limits on contact count it.

    Text messages are counted where they are carried.
    """
    rows = db.session.execute(
        select(Delivery.channel, Delivery.at, Case.debtor_id)
        .join(Notice, and_(Notice.agency_id == Delivery.agency_id, Notice.id == Delivery.notice_id))
        .join(Case, and_(Case.agency_id == Notice.agency_id, Case.id == Notice.case_id))
        .where(among(Case.debtor_id, debtors), Delivery.at >= since, Delivery.channel != "sms")
    )
    return [Earlier(Channel(channel), at, debtor_id=debtor_id) for channel, at, debtor_id in rows]


def in_batch(batch: PrintBatch) -> Sequence[Delivery]:
    """The letters of a print batch, in the order in which they lie in its file."""
    return db.session.scalars(
        select(Delivery).where(Delivery.print_batch_id == batch.id).order_by(Delivery.id)
    ).all()


@dataclass(frozen=True, slots=True)
class LastSent:
    """The notice of a case that went out last."""

    kind: NoticeKind
    sender: str
    """Whose letterhead it bears."""
    at: datetime


LAST_SENT = (
    select(
        Notice.kind,
        func.jsonb_extract_path_text(Notice.facts, "contents", "head", "name").label("sender"),
        Notice.dispatched_at,
    )
    .where(
        Notice.agency_id == bindparam("agency_id"),
        Notice.case_id == bindparam("case_id"),
        IN_STATE[NoticeState.SENT],
    )
    .order_by(Notice.dispatched_at.desc(), Notice.id.desc())
    .limit(1)
)
"""The row that `last_sent` reads, without the whole contents; to be asked together with others."""


def last_sent(rows: Sequence[Any]) -> LastSent | None:
    """The notice of a case that went out last, if any did."""
    return next((LastSent(NoticeKind(it.kind), it.sender, it.dispatched_at) for it in rows), None)


def last_posted(case: Case) -> Delivery | None:
    """The letter of a case that went into the post last."""
    return db.session.scalars(
        select(Delivery)
        .join(Notice, and_(Notice.agency_id == Delivery.agency_id, Notice.id == Delivery.notice_id))
        .join(
            PrintBatch,
            and_(
                PrintBatch.agency_id == Delivery.agency_id,
                PrintBatch.id == Delivery.print_batch_id,
            ),
        )
        .where(Notice.case_id == case.id, PrintBatch.posted_at.is_not(None))
        .order_by(PrintBatch.posted_at.desc(), Delivery.id.desc())
        .limit(1)
    ).one_or_none()


def returned(limit: int = 25) -> Sequence[Delivery]:
    """The letters that came back last."""
    return db.session.scalars(
        select(Delivery)
        .where(Delivery.returned_on.is_not(None))
        .options(
            joinedload(Delivery.notice).joinedload(Notice.case).joinedload(Case.debtor),
        )
        .order_by(Delivery.returned_on.desc(), Delivery.id.desc())
        .limit(limit)
    ).all()


def of_sender(query: Select[Notice], sender: Sender | None) -> Select[Notice]:
    """Of these notices those that go out in somebody's name; all where nobody is named."""
    if sender is None:
        return query
    if sender is Sender.AGENCY:
        return query.where(Notice.kind.not_in([*LENT.values()]))
    return query.where(Notice.kind == LENT[sender])


def narrowed(
    query: Select[Notice], state: NoticeState | None, case_id: uuid.UUID | None
) -> Select[Notice]:
    """Of these notices those in a state, and those of a case, to be listed."""
    query = query.options(*LISTED)
    if state is not None:
        query = query.where(IN_STATE[state])
    return query.where(Notice.case_id == case_id) if case_id else query


def seen_of(case: Case, membership: Membership) -> Sequence[Notice]:
    """The notices of a case that a person may see, latest first."""
    query = narrowed(visible_to(membership), None, case.id)
    return db.session.scalars(query.order_by(Notice.id.desc())).all()


def earlier(notice: Notice) -> Sequence[Notice]:
    """The other notices of the case that went out before, latest first."""
    query = select(Notice).where(
        Notice.case_id == notice.case_id,
        Notice.id != notice.id,
        IN_STATE[NoticeState.SENT],
    )
    return db.session.scalars(query.order_by(Notice.id.desc())).all()


def answered(query: Select[Notice], limit: int = 10) -> Sequence[Release]:
    """The latest words of lawyers on these notices."""
    mine = query.with_only_columns(Notice.id).scalar_subquery()
    return db.session.scalars(
        select(Release).where(Release.notice_id.in_(mine)).order_by(Release.id.desc()).limit(limit)
    ).all()


def print_batches() -> Select[PrintBatch]:
    """All print batches."""
    return select(PrintBatch)


def _of_firm() -> Any:
    return and_(LawFirm.agency_id == Lawyer.agency_id, LawFirm.id == Lawyer.law_firm_id)
