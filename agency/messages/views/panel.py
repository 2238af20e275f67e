"""Messages as the case page shows them."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from agency.cases.models import Case
from agency.messages import queries, wording
from agency.messages.overview import panel_of
from agency.messages.views.blueprint import bp, may
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.web import page


@bp.get("/messages")
@allow(Permission.SEE_CASES)
def index(case: Case) -> ResponseReturnValue:
    """What was written to and fro; a part of the case page, or its own."""
    return page(
        "agency/messages/index.html",
        **panel_of(case),
        words=wording,
        may_work=may(Permission.WORK_CASES),
    )


@bp.get("/messages/next")
@allow(Permission.WORK_CASES)
def next_message(case: Case) -> ResponseReturnValue:
    """To the message that waits longest; to all of them where none waits any more."""
    first = next(iter(queries.waiting_on(case)), None)
    if first is None:
        return redirect(url_for(".index", case=case.id))
    step = ".new_settlement" if first.is_bounce else ".new_answer"
    return redirect(url_for(step, case=case.id, message=first.id))
