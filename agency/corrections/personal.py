"""What corrections hold of a person: the reason in words, erased with the file; the rest is figures."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.compliance.kinds import Stage
from agency.compliance.records import GONE, Gone, Records, Subjects, Told, blank
from agency.corrections.models import Correction
from portal import db
from portal.bulk import among
from portal.money import Money


def _erase(them: Subjects) -> Gone:
    mine = among(Correction.case_id, them.cases) & (Correction.why != "")
    return Gone(blank(Correction, mine, why=GONE))


def _tell(them: Subjects) -> Told:
    found = db.session.scalars(
        select(Correction).where(among(Correction.case_id, them.cases)).order_by(Correction.id)
    )
    return Told(
        [
            {
                "at": it.made_at,
                "reference": it.reference,
                "amount": Money(it.amount_minor, it.currency) if it.amount_minor else None,
                "due_before": it.due_before,
                "due_after": it.due_after,
                "why": it.why,
            }
            for it in found
        ]
    )


RECORDS = Records(
    name="corrections",
    title=_("Corrections of claims"),
    purpose=_("To put right what was wrong of a claim"),
    origin=_("From the creditor, or from the debtor"),
    recipients=_("The creditor"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
)
