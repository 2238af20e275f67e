"""What happens to a case before anybody pays or objects: taken on, made smaller, and written about."""

import uuid
from dataclasses import dataclass

from agency.cases.models import Case
from agency.clients.models import Lawyer
from agency.corrections.services import enter_credit_note
from agency.law.vocabulary import NoticeKind
from agency.notices.models import Notice
from agency.notices.services.dispatching import dispatch
from agency.notices.services.preparing import Choice, prepare
from agency.notices.services.releasing import release
from agency.notices.services.rendering import render
from portal.accounts.permissions import Role
from portal.money import Money
from portal.web import get
from tests.demo.story.agency import Chapter, Debt


@dataclass(frozen=True)
class Credit:
    """A creditor's credit note: its amount in euros, its number and why."""

    amount: str
    number: str
    why: str


def worked(chapter: Chapter, creditor: str, debt: Debt, days_ago: int) -> uuid.UUID:
    """A claim that was handed over, and accepted the day after."""
    case_id = chapter.hand_over(creditor, debt, days_ago=days_ago)
    chapter.accept(case_id, days_ago=days_ago - 1)
    return case_id


def credited(chapter: Chapter, case_id: uuid.UUID, credit: Credit, *, days_ago: int) -> None:
    """The creditor's credit note changes interest, costs and what was paid off, from the invoice on."""
    with chapter.day(days_ago, 10):
        claim = get(Case, case_id).claims[0]
        enter_credit_note(
            claim,
            Money.of(credit.amount),
            reference=credit.number,
            counts_from=claim.invoice_date,
            why=credit.why,
            by=chapter.person(Role.MANAGER),
        )


def noticed(chapter: Chapter, case_id: uuid.UUID, *, days_ago: int, steps: tuple[str, ...]) -> None:
    """A law firm's notice, as far as `steps` say: released by the lawyer, dispatched."""
    with chapter.day(days_ago, 11):
        notice = prepare(
            get(Case, case_id),
            Choice(
                kind=NoticeKind.LAW_FIRM_NOTICE,
                channel="both",
                locale="nl",
                lawyer_id=chapter.lawyer_id,
            ),
            by=chapter.person(Role.COLLECTOR),
        )
        notice_id = notice.id
        render(notice)
    if "release" in steps:
        with chapter.day(days_ago, 14):
            notice = get(Notice, notice_id)
            lawyer = get(Lawyer, chapter.lawyer_id)  # type: ignore[arg-type]
            release(notice, notice.sha256, lawyer=lawyer, by=chapter.person(Role.LAWYER))
    if "dispatch" in steps:
        with chapter.day(days_ago, 15):
            dispatch(get(Notice, notice_id), by=chapter.person(Role.COLLECTOR))
