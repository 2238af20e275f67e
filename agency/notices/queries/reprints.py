"""Copies of letters: those of one, and those that wait for the printer or lie in a print batch."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import joinedload

from agency.notices.models import Notice, PrintBatch, Reprint
from portal import db


def reprints_of(notice: Notice) -> Sequence[Reprint]:
    """The copies that were made of a letter, latest first."""
    return db.session.scalars(
        select(Reprint)
        .where(Reprint.notice_id == notice.id)
        .options(joinedload(Reprint.maker), joinedload(Reprint.print_batch))
        .order_by(Reprint.id.desc())
    ).all()


def copies_to_print() -> Select[Reprint]:
    """Copies for the post that are in no print batch yet, oldest first."""
    return (
        select(Reprint)
        .join(Notice, and_(Notice.agency_id == Reprint.agency_id, Notice.id == Reprint.notice_id))
        .where(Reprint.way == "post", Reprint.print_batch_id.is_(None), Reprint.file_key != "")
        .order_by(Reprint.id)
    )


def copies_in(batch: PrintBatch) -> Sequence[Reprint]:
    """The copies of a print batch, which lie behind its letters."""
    return db.session.scalars(
        select(Reprint).where(Reprint.print_batch_id == batch.id).order_by(Reprint.id)
    ).all()
