"""Letting the files of a batch go after looking at them: the agency its own, a lawyer those of the firm.

Both name the files they looked at by one seal over all their hashes. A file that was made or changed
since breaks the seal; one that is changed later is another file, and is held back.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, not_, select, update

from agency.clients.models import Lawyer
from agency.notices import queries
from agency.notices.models import BatchRun, Notice, NoticeBatch, NoticeState, NoticeWish, Verb
from agency.notices.services.batches.running import start
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused


@dataclass(frozen=True, slots=True)
class Seal:
    """So many files, and the hash over them all."""

    files: int
    digest: str


def seal_of(batch: NoticeBatch, law_firm_id: uuid.UUID | None) -> Seal:
    """The files that wait to be let go: the agency's own, or those of a firm."""
    found = db.session.execute(
        select(Notice.id, Notice.sha256)
        .join(NoticeWish, _of_notice())
        .where(Notice.batch_id == batch.id, _waiting(law_firm_id))
    )
    return _sealed(found.all())


def approve(batch: NoticeBatch, digest: str, *, by: User) -> int:
    """Let the agency's own letters go as they were looked at. Returns how many were."""
    seal = _take(batch, digest, None)
    batch.approved_by, batch.approved_at = by.id, clock.now()
    audit.record(
        batch, "notice_batch.approved", by=by, number=batch.number, letters=seal.files, seal=digest
    )
    return seal.files


def release(batch: NoticeBatch, digest: str, *, lawyer: Lawyer, by: User) -> BatchRun:
    """Release the firm's letters as they were looked at, each file by its hash, in the background."""
    seal = _take(batch, digest, lawyer.law_firm_id)
    return start(
        batch,
        Verb.RELEASE,
        total=seal.files,
        by=by,
        lawyer_id=str(lawyer.id),
        law_firm_id=str(lawyer.law_firm_id),
    )


def _take(batch: NoticeBatch, digest: str, law_firm_id: uuid.UUID | None) -> Seal:
    """Note on each wish which file was looked at. Refused when these are not the files.

    The seal is made of what was noted, so that no change slips in between.
    """
    db.session.refresh(batch, with_for_update=True)
    noted = db.session.execute(
        update(NoticeWish)
        .where(Notice.batch_id == batch.id, _of_notice(), _waiting(law_firm_id))
        .values(seen_sha256=Notice.sha256)
        .returning(Notice.id, Notice.sha256)
        .execution_options(synchronize_session=False)
    )
    seal = _sealed(noted.all())
    if not seal.files:
        raise Refused(_("No letter of this batch waits for you."))
    if seal.digest != digest:
        raise Refused(
            _("Letters were made, changed or pulled since you looked. Look through them again.")
        )
    return seal


def _sealed(files: Sequence[Any]) -> Seal:
    whole = "".join(f"{notice_id}:{sha256};" for notice_id, sha256 in sorted(files))
    return Seal(len(files), hashlib.sha256(whole.encode()).hexdigest())


def _waiting(law_firm_id: uuid.UUID | None) -> Any:
    if law_firm_id is None:
        return and_(queries.IN_STATE[NoticeState.READY], not_(queries.LET_GO))
    return and_(queries.IN_STATE[NoticeState.WAITS_RELEASE], Notice.law_firm_id == law_firm_id)


def _of_notice() -> Any:
    return and_(NoticeWish.agency_id == Notice.agency_id, NoticeWish.notice_id == Notice.id)
