"""When a notice stands in the way of the next one."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, func, or_, select

from agency.cases.guard import NOTICE, OWN_NAME, Bar, there_is
from agency.cases.models import Debtor
from agency.notices.models import Notice
from agency.notices.queries.own_reminders import ASKED, unagreed
from portal import clock
from portal.tenancy import acting


def _last_day(of_case: Any) -> Any:
    return (
        select(func.max(Notice.due_on))
        .where(
            Notice.agency_id == of_case.agency_id,
            Notice.case_id == of_case.id,
            _asks(),
        )
        .scalar_subquery()
    )


def _asks() -> ColumnElement[bool]:
    """Sent, and not a text message that did not arrive."""
    gone = (Notice.channel == "sms") & Notice.withdrawn_at.is_not(None)
    return Notice.dispatched_at.is_not(None) & ~gone


def _cannot_be_reached(of_case: Any) -> Any:
    """Letters come back, and no e-mail address is known that works."""
    return of_case.debtor_id.in_(
        select(Debtor.id).where(
            Debtor.agency_id == acting().agency_id,
            Debtor.address_failed_on.is_not(None),
            or_(Debtor.email == "", func.lower(Debtor.email) == Debtor.email_failing),
        )
    )


ADDRESS = Bar(
    code="address",
    says=_("Letters to the debtor come back, and no other address is known."),
    holds=_cannot_be_reached,
    of=frozenset({NOTICE}),
    order=44,
)
OPEN = Bar(
    code="notice_open",
    says=_("Another notice has not gone out yet."),
    holds=lambda c: there_is(
        Notice, c, Notice.withdrawn_at.is_(None), Notice.dispatched_at.is_(None)
    ),
    of=frozenset({NOTICE}),
    order=45,
)
TERM = Bar(
    code="term",
    says=_("The term of the last notice runs."),
    holds=lambda c: there_is(Notice, c, _asks(), Notice.due_on >= clock.today()),
    until=_last_day,
    of=frozenset({NOTICE}),
    order=46,
)
UNAGREED = Bar(
    code="unagreed",
    says=_("The creditor has not agreed that its debtors are reminded in its own name."),
    holds=unagreed,
    of=frozenset({OWN_NAME}),
    order=47,
)
ASKED_BEFORE = Bar(
    code="asked_before",
    says=_("The agency has written already; the creditor's own reminder comes before that."),
    holds=lambda c: there_is(Notice, c, *ASKED),
    of=frozenset({OWN_NAME}),
    order=48,
)
