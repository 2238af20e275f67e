"""What files of staff hold of a person: erased with the file, handed out on request."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.compliance.kinds import Stage
from agency.compliance.records import Copy, Gone, Records, Subjects, Told, blank
from agency.files.models import CaseFile
from portal import db
from portal.bulk import among


def _erase(them: Subjects) -> Gone:
    mine = among(CaseFile.case_id, them.cases)
    keys = db.session.scalars(select(CaseFile.file_key).where(mine)).all()
    count = blank(CaseFile, mine, about="", name="", media_type="", file_key="")
    return Gone(count, frozenset(key for key in keys if key))


def _tell(them: Subjects) -> Told:
    found = db.session.scalars(
        select(CaseFile)
        .where(among(CaseFile.case_id, them.cases), CaseFile.removed_at.is_(None))
        .order_by(CaseFile.id)
    ).all()
    return Told(
        [{"what": it.about, "at": it.added_at, "name": it.name} for it in found],
        [Copy(it.name, it.file_key) for it in found if it.file_key],
    )


RECORDS = Records(
    name="case_files",
    title=_("Files that staff put to the case"),
    purpose=_("To know and prove what the case is about"),
    origin=_("From the debtor, the creditor and third parties, and from the work on the case"),
    recipients=_("The creditor, where staff chose so"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
)
