"""When a notice stands in the way of the next one."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from agency.cases.guard import NOTICE, Bar, there_is
from agency.notices.models import Notice
from portal import clock


def _last_day(of_case: Any) -> Any:
    return (
        select(func.max(Notice.due_on))
        .where(
            Notice.agency_id == of_case.agency_id,
            Notice.case_id == of_case.id,
            Notice.dispatched_at.is_not(None),
        )
        .scalar_subquery()
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
    holds=lambda c: there_is(
        Notice, c, Notice.dispatched_at.is_not(None), Notice.due_on >= clock.today()
    ),
    until=_last_day,
    of=frozenset({NOTICE}),
    order=46,
)
