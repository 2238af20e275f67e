"""What notes hold of a person: erased with the file, handed out on request."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.compliance.kinds import Stage
from agency.compliance.records import GONE, Gone, Records, Subjects, Told, blank
from agency.notes.models import Note
from portal import db
from portal.bulk import among


def _erase(them: Subjects) -> Gone:
    """That a note was written, when and by whom stays; what it said does not."""
    notes = among(Note.case_id, them.cases)
    count = blank(Note, notes, text="")
    blank(Note, notes & (Note.withdrawn_why != ""), withdrawn_why=GONE)
    return Gone(count, frozenset())


def _tell(them: Subjects) -> Told:
    """What was written about the debtor; who wrote it is the agency's own."""
    notes = db.session.scalars(
        select(Note).where(among(Note.case_id, them.cases)).order_by(Note.id)
    )
    return Told([{"at": it.at, "text": it.text} for it in notes], [])


RECORDS = Records(
    name="notes",
    title=_("Notes"),
    purpose=_("To know what was found out when the case is worked again"),
    origin=_("From the agency's staff"),
    recipients=_("None"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
)
