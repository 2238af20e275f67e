"""What debtors are told about their plan: offered, agreed, due soon, late, broken, paid."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from agency.cases.services import lock
from agency.compliance.may_contact import may_contact
from agency.compliance.own_mails import is_held, was_told, write_to_debtor
from agency.law.vocabulary import Channel, Purpose
from agency.plans import letters
from agency.plans.kinds import News, PlanState
from agency.plans.models import Plan
from agency.plans.position import position
from agency.plans.sayings import SAYINGS, Saying, soon
from agency.plans.signals import (
    plan_agreed,
    plan_changed,
    plan_late,
    plan_offered,
    plan_over,
    plan_refused,
)
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.keys import new_key
from portal.mail import Attachment

TOLD = "plan.told"
REMINDED = "plan.reminded"

PRESSING = (News.LATE, News.BROKEN)
"""What asks for money while there is time, or once there is none: `warnings.press` says it."""
_STILL_TRUE: Mapping[News, tuple[PlanState, ...]] = {
    News.OFFERED: (PlanState.OFFERED,),
    News.AGREED: (PlanState.RUNNING,),
    News.COMPLETED: (PlanState.COMPLETED,),
    News.ENDED: (PlanState.ENDED,),
    News.REFUSED: (PlanState.ENDED,),
    News.CHANGED: (PlanState.RUNNING,),
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


@plan_changed.connect
def tell_of_change(plan: Plan, **_facts: Any) -> None:
    """Have the debtor told of its plan as it is now, after each change."""
    outbox.later("plans.tell", plan_id=plan.id, news=str(News.CHANGED), again=str(new_key()))


def tell(plan: Plan, news: News, again: str = "") -> None:
    """Tell the debtor what became of its plan, while it is so: once.

    `again` is what asks for it once more, such as the form of somebody who sends an offer again.
    """
    lock(plan.case)
    db.session.refresh(plan)
    if news is News.AGREED:
        letters.keep(plan, letters.compose)
    if plan.state not in _STILL_TRUE[news] or not plan.case.debtor.working_email:
        return
    mark = f"{news}:{again}" if again else str(news)
    if was_told(plan, TOLD, mark):
        return
    if _is_held(plan, "plans.tell", Purpose.ANSWER, news=str(news), again=again):
        return
    send(plan, SAYINGS[news], with_letter=news is News.AGREED)
    audit.record(plan, TOLD, by="system", mail=mark)


def remind(plan: Plan) -> None:
    """Tell the debtor that an instalment is due, once, with what is still to come of it."""
    lock(plan.case)
    db.session.refresh(plan)
    if not plan.is_running or not plan.next_on or clock.today() > plan.next_on:
        return
    if plan.reminder_for != plan.next_on or not plan.case.debtor.working_email:
        return
    mark = str(plan.next_on)
    if was_told(plan, REMINDED, mark):
        return
    if _is_held(plan, "plans.remind", Purpose.COLLECTION):
        return
    send(plan, soon)
    plan.reminded_at = clock.now()
    audit.record(plan, REMINDED, by="system", mail=mark)


def _later(plan: Plan, news: News) -> None:
    outbox.later("plans.tell", plan_id=plan.id, news=str(news))


def _is_held(plan: Plan, job: str, purpose: Purpose, **arguments: Any) -> bool:
    return is_held(
        plan,
        lambda: may_contact(plan.case.debtor, Channel.EMAIL, purpose=purpose),
        mail=job,
        job=job,
        plan_id=plan.id,
        **arguments,
    )


def send(plan: Plan, saying: Saying, *, with_letter: bool = False, page: str = "") -> None:
    """Mail the debtor about its plan, with what is still to come; its button opens `page` of the link."""
    case, stands = plan.case, position(plan)

    def say() -> dict[str, Any]:
        subject, text, label = saying(plan, stands)
        attached = []
        if with_letter:
            name = _("Payment plan %(number)s.pdf", number=case.reference)
            content = letters.read(plan, letters.compose)
            attached = [Attachment(name, "application/pdf", content)]
        return {"subject": subject, "text": text, "label": label, "attachments": attached}

    write_to_debtor(
        "plan",
        case,
        say,
        page=page,
        lines=[line for line in stands.lines if line.left] if plan.is_alive else [],
    )
