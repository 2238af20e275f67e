"""What saved methods hold of a person: names, addresses of clicks and digits, erased with the file."""

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, or_, select

from agency.autopay.kinds import MethodState
from agency.autopay.models import SavedMethod
from agency.autopay.wording import STATES
from agency.compliance.kinds import Stage
from agency.compliance.records import Gone, Records, Subjects, Told, blank
from agency.payments.models import ProviderEvent
from portal import db
from portal.bulk import among


def _erase(them: Subjects) -> Gone:
    """That something was allowed stays; by whom, from where and by what goes, and so do the
    provider's messages about it."""
    mine = among(SavedMethod.case_id, them.cases)
    count = _blank_messages(mine)
    count += blank(
        SavedMethod,
        mine,
        agreed_by="",
        agreed_ip="",
        agreed_with="",
        brand="",
        last4="",
        exp_month=None,
        exp_year=None,
        checkout_url="",
        mandate_url="",
    )
    names = {"customer_ref": None, "method_ref": None, "checkout_id": None, "mandate_ref": None}
    blank(SavedMethod, mine & (SavedMethod.state == MethodState.OVER), **names)
    return Gone(count)


def _blank_messages(mine: ColumnElement[bool]) -> int:
    names = db.session.execute(
        select(
            SavedMethod.customer_ref,
            SavedMethod.method_ref,
            SavedMethod.checkout_id,
            SavedMethod.mandate_ref,
        ).where(mine)
    )
    known = [name for row in names for name in row if name]
    told = ProviderEvent.payload
    about = or_(*(among(told[key].astext, known) for key in ("id", "customer", "payment_method")))
    return blank(ProviderEvent, about, payload={}) if known else 0


def _tell(them: Subjects) -> Told:
    found = db.session.scalars(
        select(SavedMethod).where(among(SavedMethod.case_id, them.cases)).order_by(SavedMethod.id)
    )
    return Told(
        [
            {
                "case": it.case.reference,
                "state": STATES[MethodState(it.state)][1],
                "method": it.kind,
                "last4": it.last4,
                "name": it.agreed_by,
                "on": it.agreed_at,
                "ip": it.agreed_ip,
                "browser": it.agreed_with,
            }
            for it in found
        ]
    )


RECORDS = Records(
    name="autopay",
    title=_("Saved cards and accounts"),
    purpose=_("To take agreed instalments, and to show that it was allowed"),
    origin=_("From the debtor, and from the card provider"),
    recipients=_("The card provider and the bank"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
)
