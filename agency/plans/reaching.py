"""By what a debtor learns of its plan in time: by mail where that arrives, else by text with the link."""

from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale

from agency.cases import paylinks
from agency.cases.models import Case
from agency.compliance.may_contact import Contactability
from agency.compliance.own_mails import HELD_BACK
from agency.law.errors import LawMissing
from agency.law.vocabulary import Channel, Purpose
from agency.messages.services import text_by_itself, text_number
from agency.plans.mails import send
from agency.plans.models import Plan
from agency.plans.position import position
from agency.plans.sayings import Saying
from portal import outbox
from portal.audit import services as audit
from portal.i18n import written_for

MAIL_FIRST = (Channel.EMAIL, Channel.SMS)
TEXT_FIRST = (Channel.SMS, Channel.EMAIL)


def ways_to(case: Case, wanted: Sequence[Channel] = MAIL_FIRST) -> list[Channel]:
    """The channels that reach a debtor, as far as we know, in the order wanted."""
    works = {Channel.EMAIL: case.debtor.working_email, Channel.SMS: text_number(case)}
    return [channel for channel in wanted if works[channel]]


def reach(
    plan: Plan,
    saying: Saying,
    mark: str,
    *,
    ways: Sequence[Channel],
    purpose: Purpose,
    job: str,
    page: str = "",
    **arguments: Any,
) -> Channel | None:
    """Write by the first way that is not shut for good; which. None where nothing goes out now.

    Shut for a while only, it is tried again by `job` at the first lawful moment; where every way is
    shut for good, that is noted.
    """
    asked, why = Contactability(plan.case.debtor), ""
    for channel in ways:
        try:
            verdict = asked.by(channel, purpose=purpose)
        except LawMissing as error:
            why = why or str(error.words)
            continue
        if verdict.allowed:
            if channel is Channel.EMAIL:
                send(plan, saying, page=page)
            else:
                _text(plan, saying, f"{plan.id} {mark}", purpose, page)
            return channel
        if verdict.next_at is not None:
            outbox.later(job, at=verdict.next_at, plan_id=plan.id, **arguments)
            return None
        why = why or str(verdict.reason)
    if ways:
        audit.record(plan, HELD_BACK, by="system", mail=job, reason=why)
    return None


def _text(plan: Plan, saying: Saying, key: str, purpose: Purpose, page: str) -> None:
    case = plan.case
    with force_locale(written_for(case.debtor.locale)):
        _subject, words, _label = saying(plan, position(plan))
    address = paylinks.address(paylinks.link_for(case)) + page
    text_by_itself(case, f"{words} {address}", key, purpose=purpose)
