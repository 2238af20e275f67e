"""What was said on the telephone: calls as the collector logged them, and what became of promises."""

import uuid
from datetime import timedelta
from typing import Any

from agency.cases.models import Case
from agency.contacts.kinds import ContactKind, Direction, Outcome, Reason, Spoke
from agency.contacts.services import Logged, judge_due, log_contact
from portal import clock
from portal.accounts.permissions import Role
from portal.money import Money
from portal.web import get
from tests.demo.story.agency import Chapter


def call(
    chapter: Chapter, case_id: uuid.UUID, outcome: Outcome, *, days_ago: int, **facts: Any
) -> None:
    """A call to the debtor, logged on a day of the past."""
    with chapter.day(days_ago, 9):
        case = get(Case, case_id)
        reached = outcome not in (Outcome.NO_ANSWER, Outcome.MESSAGE_LEFT)
        told = Logged(
            **{
                "form_key": uuid.uuid4(),
                "kind": ContactKind.CALL,
                "direction": Direction.OUT,
                "spoke": Spoke.DEBTOR if reached else Spoke.NOBODY,
                "outcome": outcome,
                "at": clock.now(),
                "phone": case.debtor.phone,
                **facts,
            }
        )
        log_contact(case, told, by=chapter.person(Role.COLLECTOR))


def promise(
    chapter: Chapter, case_id: uuid.UUID, amount: str, *, days_ago: int, within: int, note: str
) -> None:
    """A call in which the debtor promised to pay within some days."""
    with chapter.day(days_ago, 9):
        due_on = clock.today() + timedelta(days=within)
    call(
        chapter,
        case_id,
        Outcome.PROMISE,
        days_ago=days_ago,
        amount=Money.of(amount),
        due_on=due_on,
        reason=Reason.WAITS_FOR_MONEY,
        note=note,
    )


def judge(chapter: Chapter, *, days_ago: int) -> None:
    """The night in which promises that are due were judged."""
    with chapter.day(days_ago, 2):
        judge_due()
