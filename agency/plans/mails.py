"""What debtors are told about their plan: offered, agreed, due soon, late, broken, paid."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import paylinks, threads
from agency.cases.models import Party
from agency.compliance.may_contact import may_contact
from agency.law.errors import LawMissing
from agency.law.vocabulary import Channel, Purpose
from agency.plans import letters
from agency.plans.kinds import PlanState
from agency.plans.models import Plan
from agency.plans.position import Position, position
from agency.plans.signals import plan_agreed, plan_late, plan_offered, plan_over, plan_refused
from portal import clock, db, outbox
from portal.accounts.models import Agency, AgencySettings
from portal.audit import services as audit
from portal.audit.models import Event
from portal.filters import day, money
from portal.mail import Attachment, send_later
from portal.tenancy import acting

TOLD = "plan.told"
REMINDED = "plan.reminded"
HELD_BACK = "contact.held_back"


class News(StrEnum):
    """What became of a plan; each is told once."""

    OFFERED = "offered"
    AGREED = "agreed"
    LATE = "late"
    BROKEN = "broken"
    COMPLETED = "completed"
    ENDED = "ended"
    REFUSED = "refused"


_ANSWERS = {News.OFFERED, News.AGREED, News.COMPLETED, News.ENDED, News.REFUSED}
"""What answers the debtor; the rest asks for money."""
_STILL_TRUE: Mapping[News, tuple[PlanState, ...]] = {
    News.OFFERED: (PlanState.OFFERED,),
    News.AGREED: (PlanState.RUNNING,),
    News.LATE: (PlanState.RUNNING,),
    News.BROKEN: (PlanState.BROKEN,),
    News.COMPLETED: (PlanState.COMPLETED,),
    News.ENDED: (PlanState.ENDED,),
    News.REFUSED: (PlanState.ENDED,),
}


@plan_offered.connect
def tell_of_offer(plan: Plan, **_facts: Any) -> None:
    """Have the offer mailed."""
    _later(plan, News.OFFERED)


@plan_agreed.connect
def confirm(plan: Plan, **_facts: Any) -> None:
    """Have the plan confirmed in writing."""
    _later(plan, News.AGREED)


@plan_late.connect
def tell_of_delay(plan: Plan, **_facts: Any) -> None:
    """Have the debtor told while there is time to pay."""
    _later(plan, News.LATE)


@plan_over.connect
def tell_of_end(plan: Plan, **_facts: Any) -> None:
    """Have the debtor told that it is over, and why."""
    if plan.ended_why != "closed":  # What closed the case is told by whoever closed it.
        _later(plan, News(plan.state))


@plan_refused.connect
def tell_of_refusal(plan: Plan, **_facts: Any) -> None:
    """Have the debtor told that what it asked for cannot be."""
    if plan.agreed_by:
        _later(plan, News.REFUSED)


def tell(plan: Plan, news: News, again: str = "") -> None:
    """Tell the debtor what became of its plan, while it is so: once, of a delay each time anew.

    `again` is what asks for it once more, such as the form of somebody who sends an offer again.
    """
    db.session.refresh(plan, with_for_update=True)
    if news is News.AGREED:
        letters.keep(plan)
    if plan.state not in _STILL_TRUE[news] or not plan.case.debtor.email:
        return
    mark = (
        f"{news}:{plan.next_on}" if news is News.LATE else f"{news}:{again}" if again else str(news)
    )
    if (news is News.LATE and not plan.late_minor) or was_told(plan, mark):
        return
    purpose = Purpose.ANSWER if news in _ANSWERS else Purpose.COLLECTION
    if is_held(plan, "plans.tell", purpose, news=str(news), again=again):
        return
    send(plan, _SAYINGS[news], with_letter=news is News.AGREED)
    audit.record(plan, TOLD, by="system", mail=mark)


def remind(plan: Plan) -> None:
    """Tell the debtor that an instalment is due, once, with what is still to come of it."""
    db.session.refresh(plan, with_for_update=True)
    if not plan.is_running or not plan.next_on or clock.today() > plan.next_on:
        return
    if plan.reminder_for != plan.next_on or not plan.case.debtor.email:
        return
    mark = str(plan.next_on)
    if was_told(plan, mark, kind=REMINDED):
        return
    if is_held(plan, "plans.remind", Purpose.COLLECTION):
        return
    send(plan, _soon)
    plan.reminded_at = clock.now()
    audit.record(plan, REMINDED, by="system", mail=mark)


def _later(plan: Plan, news: News) -> None:
    outbox.later("plans.tell", plan_id=plan.id, news=str(news))


def was_told(plan: Plan, mark: str, *, kind: str = TOLD) -> bool:
    """Whether a mail about a plan was written before."""
    found = select(Event.id).where(
        Event.subject_id == plan.id, Event.kind == kind, Event.data["mail"].astext == mark
    )
    return db.session.scalars(found.limit(1)).first() is not None


def is_held(plan: Plan, job: str, purpose: Purpose, **arguments: Any) -> bool:
    """Whether the debtor may not be written to now; it is then later, or not at all."""
    try:
        verdict = may_contact(plan.case.debtor, Channel.EMAIL, purpose=purpose)
    except LawMissing as error:
        audit.record(plan, HELD_BACK, by="system", mail=job, reason=error.words)
        return True
    if verdict.allowed:
        return False
    if verdict.next_at is not None:
        outbox.later(job, at=verdict.next_at, plan_id=plan.id, **arguments)
    else:
        audit.record(plan, HELD_BACK, by="system", mail=job, reason=verdict.reason)
    return True


Saying = Callable[[Plan, Position], tuple[str, str, str]]
"""Subject, text and button of a mail."""


def _offered(plan: Plan, _stands: Position) -> tuple[str, str, str]:
    return (
        _("A payment plan for you"),
        _("You can pay in instalments. This offer holds until %(day)s.", day=day(plan.open_until)),
        _("Look at the plan and agree"),
    )


def _agreed(_plan: Plan, _stands: Position) -> tuple[str, str, str]:
    return (
        _("Your payment plan: this is what we agreed"),
        _(
            "Thank you. The confirmation is attached. A few days before each instalment we remind you."
        ),
        _("See your plan and pay"),
    )


def _soon(_plan: Plan, stands: Position) -> tuple[str, str, str]:
    line = stands.next or stands.lines[-1]
    return (
        _("Your next instalment is due soon"),
        _(
            "%(amount)s is to be paid by %(day)s. Have you paid already? Then you need not do anything.",
            amount=money(line.left),
            day=day(line.due_on),
        ),
        _("Pay this instalment"),
    )


def _late(plan: Plan, stands: Position) -> tuple[str, str, str]:
    return (
        _("An instalment of your plan has not arrived"),
        _(
            "We miss %(amount)s. Pay it within %(days)s days after its day, and the plan goes on. "
            "Is that not possible? Tell us now, and we look for a way together.",
            amount=money(stands.late(clock.today())),
            days=plan.grace_days,
        ),
        _("Pay, or tell us when something comes between"),
    )


def _broken(_plan: Plan, stands: Position) -> tuple[str, str, str]:
    return (
        _("Your payment plan has ended"),
        _(
            "An instalment was not paid in time, so the plan no longer holds. %(amount)s is open. "
            "Do you want to pay in another way? Tell us, and we look for a way together.",
            amount=money(stands.left),
        ),
        _("Pay, or tell us when something comes between"),
    )


def _completed(_plan: Plan, _stands: Position) -> tuple[str, str, str]:
    return (
        _("Your payment plan is paid"),
        _("You paid all instalments. Thank you: nothing is owed on this plan any more."),
        _("See your payments"),
    )


def _ended(_plan: Plan, stands: Position) -> tuple[str, str, str]:
    return (
        _("Your payment plan has ended"),
        _(
            "The plan was ended. %(amount)s is open. "
            "Do you have a question about it? Answer this mail or call us.",
            amount=money(stands.left),
        ),
        _("See what is open"),
    )


def _refused(_plan: Plan, stands: Position) -> tuple[str, str, str]:
    return (
        _("The payment plan you asked for"),
        _(
            "We cannot agree to the plan you asked for. %(amount)s is open. "
            "On your page you see what is possible. Is that too much? Call us, and we look for a way together.",
            amount=money(stands.left),
        ),
        _("See what is possible"),
    )


_SAYINGS: Mapping[News, Saying] = {
    News.OFFERED: _offered,
    News.AGREED: _agreed,
    News.LATE: _late,
    News.BROKEN: _broken,
    News.COMPLETED: _completed,
    News.ENDED: _ended,
    News.REFUSED: _refused,
}


def send(plan: Plan, saying: Saying, *, with_letter: bool = False) -> None:
    """Mail the debtor about its plan, with what is still to come."""
    case, stands = plan.case, position(plan)
    agency = db.session.get_one(Agency, acting().agency_id)
    house = db.session.scalars(select(AgencySettings)).one()
    with force_locale(case.debtor.locale):
        subject, text, label = saying(plan, stands)
        name = _("Payment plan %(number)s.pdf", number=case.reference)
    attached = [Attachment(name, "application/pdf", letters.read(plan))] if with_letter else []
    send_later(
        "plan",
        to=case.debtor.email,
        subject=subject,
        locale=case.debtor.locale,
        sender_name=agency.name,
        reply_to=house.email,
        about=threads.about(case, Party.DEBTOR),
        attachments=attached,
        text=text,
        label=label,
        lines=[line for line in stands.lines if line.left] if plan.is_alive else [],
        creditor_name=case.creditor.name,
        reference=case.reference,
        url=paylinks.address(paylinks.link_for(case)),
    )
