"""When a promise stands in the way of approaching a debtor."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.cases.guard import Bar, there_is
from agency.contacts.kinds import PromiseState
from agency.contacts.models import Promise


def _until(of_case: Any) -> Any:
    return (
        select(Promise.due_on)
        .where(
            Promise.agency_id == of_case.agency_id,
            Promise.case_id == of_case.id,
            Promise.state == PromiseState.RUNNING,
        )
        .scalar_subquery()
    )


PROMISED = Bar(
    code="promise",
    says=_("The debtor promised to pay, and its day has not passed."),
    holds=lambda c: there_is(Promise, c, Promise.state == PromiseState.RUNNING),
    until=_until,
    order=35,
)
