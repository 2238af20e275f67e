"""A creditor whose debtors are reminded in its own name before the agency writes."""

from dataclasses import replace

from agency.cases.models import Case
from agency.clients.models import Creditor
from agency.law.vocabulary import NoticeKind
from agency.notices.models import Notice
from agency.notices.services.dispatching import dispatch
from agency.notices.services.preparing import Choice, prepare
from agency.notices.services.rendering import render
from agency.strategy.house import house_steps
from agency.strategy.ladder import StepFacts
from agency.strategy.queries.versions import scope_of
from agency.strategy.services import releasing, writing
from agency.strategy.services.steps import put_steps
from agency.strategy.services.writing import Start, StrategyFacts
from portal.accounts.permissions import Role
from portal.web import get
from tests.demo.story.agency import Chapter, Debt

_OWN = {
    "deed": "notice",
    "notice_kind": "reminder",
    "channel": "best",
    "tone": "friendly",
    "sender": "creditor",
}


def procedure(chapter: Chapter, creditor: str, *, days_ago: int) -> None:
    """The creditor reminds a day after the due date and a week later; then the agency's steps."""
    with chapter.day(days_ago, 9):
        by = chapter.person(Role.MANAGER)
        seller = get(Creditor, chapter.creditors[creditor])
        made = writing.create(
            StrategyFacts(name=f"{seller.name}: eerst zelf", rank=50, creditor_id=seller.id), by=by
        )
        draft = writing.start_draft(made, Start.HOUSE, by=by)
        own = (
            StepFacts(
                position=1, name="Herinnering", after_due_days=1, after_previous_days=0, **_OWN
            ),
            StepFacts(
                position=2, name="Nog een keer", after_due_days=8, after_previous_days=7, **_OWN
            ),
        )
        rest = [
            replace(step, position=step.position + 1, after_due_days=step.after_due_days + 7)
            for step in house_steps(scope_of(made))
            if step.notice_kind != "reminder"
        ]
        put_steps(draft, [*own, *rest])
        releasing.release(draft, by=by)
        releasing.lead(draft, by=by)


def reminded(chapter: Chapter, creditor: str) -> None:
    """A customer who forgot an invoice, and got a letter and a mail of the creditor's own."""
    case_id = chapter.hand_over(
        creditor,
        Debt(
            kind="consumer",
            name="Marieke Posthuma",
            street="Wilgenlaan 12",
            postcode="8024 XA",
            city="Zwolle",
            email="m.posthuma@debtor.example",
            invoice_no="ZK-2026-3318",
            days_overdue=9,
            amount="148.20",
            text="Stroom en gas, oktober",
            proofs=("invoice",),
        ),
        days_ago=4,
    )
    chapter.accept(case_id, days_ago=4)
    with chapter.day(4, 14):
        by = chapter.person(Role.COLLECTOR)
        choice = Choice(kind=NoticeKind.OWN_REMINDER, channel="both", locale="nl")
        notice = prepare(get(Case, case_id), choice, by=by)
        notice_id = notice.id
        render(notice)
    with chapter.day(4, 15):
        dispatch(get(Notice, notice_id), by=chapter.person(Role.COLLECTOR))
