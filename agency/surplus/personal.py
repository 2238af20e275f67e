"""What is kept of a debtor's word on its money: erased with the books, handed out when it asks."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.compliance.kinds import Stage
from agency.compliance.records import Gone, Records, Subjects, Told, blank
from agency.surplus.models import SurplusChoice
from portal import db
from portal.bulk import among


def _erase(them: Subjects) -> Gone:
    """That it was said, and what, stays with the books; by whom and what was noted goes."""
    mine = among(SurplusChoice.case_id, them.cases)
    return Gone(blank(SurplusChoice, mine, said_by="", note=""))


def _tell(them: Subjects) -> Told:
    found = db.session.scalars(
        select(SurplusChoice)
        .where(among(SurplusChoice.case_id, them.cases))
        .order_by(SurplusChoice.id)
    )
    return Told(
        [
            {
                "case": it.case.reference,
                "amount": it.amount,
                "on": it.chosen_at,
                "name": it.said_by,
                "text": it.shown,
                "note": it.note,
            }
            for it in found
        ]
    )


RECORDS = Records(
    name="surplus",
    title=_("What was paid too much"),
    purpose=_("To do with the debtor's money what it wants, and to show that it said so"),
    origin=_("From the debtor"),
    recipients=_("None"),
    stage=Stage.BOOKS,
    erase=_erase,
    tell=_tell,
)
