"""What guarantees hold of a person: who was asked, signed and from where; erased with the file."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.compliance.kinds import Stage
from agency.compliance.records import GONE, Copy, Gone, Records, Subjects, Told, blank
from agency.guarantors.models import Guarantor
from agency.guarantors.wording import state_of
from portal import db
from portal.bulk import among
from portal.pay.wording import RELATIONS


def _erase(them: Subjects) -> Gone:
    """That a plan was guaranteed stays in figures; by whom, and what was shown, goes."""
    mine = among(Guarantor.case_id, them.cases)
    kept = db.session.scalars(select(Guarantor.letter_key).where(mine)).all()
    count = blank(
        Guarantor,
        mine,
        name=GONE,
        email="",
        relation="",
        code_sealed=b"",
        shown={},
        agreed_by="",
        agreed_ip="",
        agreed_with="",
        letter_key="",
    )
    return Gone(count, frozenset(key for key in kept if key))


def _tell(them: Subjects) -> Told:
    """Who guarantees the debtor's plans, and the paper; a click's address is the guarantor's own."""
    found = db.session.scalars(
        select(Guarantor).where(among(Guarantor.case_id, them.cases)).order_by(Guarantor.id)
    ).all()
    rows = [
        {
            "name": it.name,
            "relation": RELATIONS.get(it.relation, ""),
            "state": state_of(it)[1],
            "amount": it.most,
            "at": it.asked_at,
            "on": it.agreed_at,
            "until": it.holds_until,
        }
        for it in found
    ]
    files = [Copy(f"guarantee-{it.id}.pdf", it.letter_key) for it in found if it.letter_key]
    return Told(rows, files)


RECORDS = Records(
    name="guarantors",
    title=_("Guarantors"),
    purpose=_("To show who guaranteed a payment plan, and that it was told what that means"),
    origin=_("From the debtor, from the guarantor, and from the work on the case"),
    recipients=_("The creditor, who sees who guarantees a plan on its claims"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
)
