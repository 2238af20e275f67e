"""What evidence holds of a person: erased with the file, handed out as far as the debtor may see it."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from agency.compliance.kinds import Stage
from agency.compliance.records import Copy, Gone, Records, Subjects, Told, blank
from creditor.evidence.models import Document
from portal import clock, db
from portal.bulk import among


def _erase(them: Subjects) -> Gone:
    return _forget(among(Document.case_id, them.cases))


def _sweep(before: datetime) -> Gone:
    """What was added to a row that never became a claim."""
    old = (Document.uploaded_at < before) & (Document.file_key != "")
    return _forget(old & Document.claim_id.is_(None))


def _forget(mine: Any) -> Gone:
    files = db.session.scalars(select(Document.file_key).where(mine)).all()
    count = blank(
        Document,
        mine,
        name="",
        file_key="",
        size=0,
        removed_at=func.coalesce(Document.removed_at, clock.now()),
    )
    return Gone(count, frozenset(files) - {""})


def _tell(them: Subjects) -> Told:
    found = db.session.scalars(
        select(Document)
        .where(
            among(Document.case_id, them.cases),
            Document.shown_to_debtor,
            Document.removed_at.is_(None),
        )
        .order_by(Document.id)
    ).all()
    rows = [{"kind": it.kind, "file": it.name, "at": it.uploaded_at} for it in found]
    return Told(rows, [Copy(it.name, it.file_key) for it in found])


RECORDS = Records(
    name="evidence",
    title=_("Documents that prove the claim"),
    purpose=_("To prove what is claimed"),
    origin=_("From the creditor"),
    recipients=_("The debtor, where it may see them; a law firm where one acts"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
    sweep=_sweep,
)
