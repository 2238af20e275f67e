"""What awards hold of a person: why one was taken back, erased with the file; the judgment itself is a
file of the case."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.awards.models import CourtAward
from agency.compliance.kinds import Stage
from agency.compliance.records import GONE, Gone, Records, Subjects, Told, blank
from portal import db
from portal.bulk import among


def _erase(them: Subjects) -> Gone:
    mine = among(CourtAward.case_id, them.cases)
    return Gone(blank(CourtAward, mine & (CourtAward.reversed_why != ""), reversed_why=GONE))


def _tell(them: Subjects) -> Told:
    found = db.session.scalars(
        select(CourtAward).where(among(CourtAward.case_id, them.cases)).order_by(CourtAward.id)
    )
    return Told(
        [
            {
                "case": it.case.reference,
                "name": it.court,
                "on": it.judged_on,
                "reference": it.reference,
                "amount": it.amount,
                "why": it.reversed_why,
            }
            for it in found
        ]
    )


RECORDS = Records(
    name="awards",
    title=_("Costs awarded by a court"),
    purpose=_("To collect what a court decided, and to show it"),
    origin=_("From the judgment"),
    recipients=_("The creditor"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
)
