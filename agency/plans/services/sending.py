"""Sending an offer to the debtor: by mail or text with the link to its page, or on paper."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import paylinks
from agency.cases.services import lock
from agency.messages.services import WrittenText, write_text
from agency.messages.services.text_writing import numbers
from agency.plans.models import Plan
from portal import db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.models import Event
from portal.bulk import among
from portal.errors import Refused
from portal.filters import day
from portal.i18n import written_for

SENT = "plan.sent"


class Way(StrEnum):
    """How an offer goes out."""

    EMAIL = "email"
    TEXT = "sms"
    POST = "post"


def send_offer(plan: Plan, way: Way, form_key: UUID, *, by: User) -> None:
    """Send an offer (again). The same form twice is once; a letter is printed by whoever sends it."""
    lock(plan.case)
    db.session.refresh(plan)
    if not plan.may_be_agreed:
        raise Refused(_("This offer is over. Make a new one."))
    if str(form_key) in {event.data.get("form") for event in _events([plan.id])}:
        return
    if way is Way.EMAIL:
        if not plan.case.debtor.working_email:
            raise Refused(_("E-mail does not reach this debtor. Send it another way."))
        outbox.later("plans.tell", plan_id=plan.id, news="offered", again=str(form_key))
    elif way is Way.TEXT:
        _text(plan, form_key, by=by)
    audit.record(plan, SENT, by=by, way=str(way), form=str(form_key))


def sent(plans: Sequence[Plan]) -> Mapping[UUID, Sequence[Event]]:
    """How plans were sent and when, the latest first."""
    found: dict[UUID, list[Event]] = {}
    for event in _events([plan.id for plan in plans]):
        if event.subject_id is not None:
            found.setdefault(event.subject_id, []).append(event)
    return found


def _events(plans: Sequence[UUID]) -> Sequence[Event]:
    return db.session.scalars(
        select(Event)
        .where(among(Event.subject_id, plans), Event.kind == SENT)
        .order_by(Event.id.desc())
    ).all()


def _text(plan: Plan, form_key: UUID, *, by: User) -> None:
    case = plan.case
    known = numbers(case, None)
    if not known:
        raise Refused(_("We know no telephone number of this debtor. Send it another way."))
    with force_locale(written_for(case.debtor.locale)):
        words = _(
            "You can pay %(creditor)s in instalments. Look at our offer and agree by %(day)s: %(url)s",
            creditor=case.creditor.name,
            day=day(plan.open_until),
            url=paylinks.address(paylinks.link_for(case)),
        )
    write_text(case, WrittenText(form_key=form_key, to=known[0].address, text=words), by=by)
