"""The remedy where a card is the cause: its debtor gets the link to the page for another one."""

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.services import lock
from agency.plans.models import Plan
from agency.plans.reaching import ways_to
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.models import Event
from portal.errors import Refused

LINK_SENT = "autopay.link_sent"


def send_card_link(plan: Plan, *, by: User) -> None:
    """Send the link for another card, by mail or else by text; once a day."""
    lock(plan.case)
    db.session.refresh(plan)
    today = clock.today()
    if not plan.is_running:
        raise Refused(_("No payment plan is running."))
    if link_sent_on(plan) == today.isoformat():
        raise Refused(
            _("The link was sent today already. Give the debtor until tomorrow, or call.")
        )
    if not ways_to(plan.case):
        raise Refused(
            _("Neither e-mail nor text messages reach this debtor. Call, or write a letter.")
        )
    audit.record(plan, LINK_SENT, by=by, day=today)
    outbox.later(
        "autopay.tell", plan_id=plan.id, news="another", about=str(plan.id), again=today.isoformat()
    )


def link_sent_on(plan: Plan) -> str | None:
    """The day on which the link was sent last."""
    return db.session.scalar(
        select(Event.data["day"].astext)
        .where(Event.subject_id == plan.id, Event.kind == LINK_SENT)
        .order_by(Event.id.desc())
        .limit(1)
    )
