"""What statements hold of a person: its income and outgo, erased with the file, handed out on request."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.budgets import wording
from agency.budgets.models import Budget
from agency.compliance.kinds import Stage
from agency.compliance.records import Gone, Records, Subjects, Told, blank
from portal import db
from portal.bulk import among


def _erase(them: Subjects) -> Gone:
    """That something was stated and when stays; no figure and no name does."""
    count = blank(
        Budget, among(Budget.case_id, them.cases), lines_sealed=None, bearable_minor=0,
        adults=1, children=0, stated_by="",
    )  # fmt: skip
    return Gone(count, frozenset())


def _tell(them: Subjects) -> Told:
    """All that was stated, and what came of it."""
    found = db.session.scalars(
        select(Budget).where(among(Budget.case_id, them.cases)).order_by(Budget.id)
    )
    rows = [
        {
            "on": it.stated_on,
            "name": it.stated_by,
            "text": it.consent,
            "until": it.revoked_on,
            "amount": it.bearable,
            "lines": {str(wording.CATEGORIES[code]): each for code, each in it.lines.items()},
        }
        for it in found
    ]
    return Told(rows, [])


RECORDS = Records(
    name="budgets",
    title=_("Income and outgo"),
    purpose=_("To find an instalment that the household can bear"),
    origin=_("From the debtor, with consent"),
    recipients=_("None; the creditor is told what can be borne where the debtor agreed to that"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
)
