"""What contacts hold of a person: words, names and numbers, erased with the file; handed out on request."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.compliance.kinds import Stage
from agency.compliance.records import GONE, Copy, Gone, Records, Subjects, Told, blank
from agency.contacts import wording
from agency.contacts.kinds import ContactKind, Direction, Outcome, PromiseState, Reason, Spoke
from agency.contacts.models import Callback, Contact, Promise
from portal import db
from portal.bulk import among


def _erase(them: Subjects) -> Gone:
    """That somebody was in touch and what was promised stays in figures."""
    contacts = among(Contact.case_id, them.cases)
    files = db.session.scalars(
        select(Contact.document_key).where(contacts, Contact.document_key != "")
    ).all()
    count = blank(
        Contact,
        contacts,
        spoke_name="",
        note="",
        phone="",
        flaw="",
        document_key="",
        document_name="",
    )
    count += blank(Callback, among(Callback.case_id, them.cases), asked_by=GONE, phone="", note="")
    promises = among(Promise.case_id, them.cases)
    count += blank(Promise, promises & (Promise.beyond_why != ""), beyond_why=GONE)
    blank(Promise, promises & (Promise.ended_why != ""), ended_why=GONE)
    return Gone(count, frozenset(files))


def _tell(them: Subjects) -> Told:
    """What happened and what was agreed, with what the debtor sent; notes are the agency's own."""
    contacts = db.session.scalars(
        select(Contact).where(among(Contact.case_id, them.cases)).order_by(Contact.id)
    ).all()
    promises = db.session.scalars(
        select(Promise).where(among(Promise.case_id, them.cases)).order_by(Promise.id)
    )
    callbacks = db.session.scalars(
        select(Callback).where(among(Callback.case_id, them.cases)).order_by(Callback.id)
    )
    rows: list[Mapping[str, Any]] = [_contact(it) for it in contacts]
    rows += [
        {
            "promise": wording.STATES[PromiseState(it.state)][1],
            "at": it.made_at,
            "amount": it.amount,
            "until": it.due_on,
            "received": it.received,
        }
        for it in promises
    ]
    rows += [{"name": it.asked_by, "phone": it.phone, "on": it.due_at} for it in callbacks]
    return Told(
        rows, [Copy(it.document_name, it.document_key) for it in contacts if it.document_key]
    )


def _contact(it: Contact) -> Mapping[str, Any]:
    return {
        "what": wording.KINDS[ContactKind(it.kind), Direction(it.direction)],
        "at": it.at,
        "to": [wording.SPOKE[Spoke(it.spoke)], it.spoke_name],
        "phone": it.phone,
        "answer": wording.OUTCOMES[Outcome(it.outcome)],
        "reason": wording.REASONS[Reason(it.reason)] if it.reason else "",
    }


RECORDS = Records(
    name="contacts",
    title=_("Calls, other contacts and promises"),
    purpose=_(
        "To know what was agreed, and to approach the debtor no more often than the law lets us"
    ),
    origin=_("From the debtor, and from the work on the case"),
    recipients=_("The creditor learns that its customer was reached and what it promised"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
)
