"""What corrections hold of a person: the reason in words and what a claim was for, erased with the
file; the rest is figures."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.compliance.kinds import Stage
from agency.compliance.records import GONE, Gone, Records, Subjects, Told, blank
from agency.corrections.models import Correction, CorrectionKind
from agency.corrections.wording import changes_of
from portal import db
from portal.bulk import among
from portal.money import Money


def _erase(them: Subjects) -> Gone:
    mine = among(Correction.case_id, them.cases)
    described = mine & (Correction.kind == CorrectionKind.DESCRIPTION)
    blank(Correction, described, changes={})
    return Gone(blank(Correction, mine & (Correction.why != ""), why=GONE))


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
                "changes": "; ".join(
                    f"{name}: {before} → {after}" for name, before, after in changes_of(it)
                ),
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
