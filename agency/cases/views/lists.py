"""The worklist, the other lists, and the search."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from agency.cases import queries, worklist
from agency.cases.models import Case
from agency.cases.moves import MOVERS, TASKS
from agency.cases.schemas import wanted
from agency.cases.views.blueprint import bp
from agency.cases.worklist import TABS, Tab, Wanted
from portal import clock
from portal.accounts.guards import allow, current_membership
from portal.accounts.permissions import Permission
from portal.web import Page, keyset, page


@bp.get("/")
@allow(Permission.SEE_CASES)
def index() -> ResponseReturnValue:
    """The cases of a list, by deadline; first those that wait for the agency."""
    asked = wanted(request.args, current_membership())
    is_closed = asked.tab is Tab.CLOSED
    return page(
        "agency/cases/index.html",
        asked=asked,
        found=keyset(worklist.cases(asked), *asked.tab.order, descending=is_closed),
        counts=worklist.counts(),
        creditors=queries.creditors(),
        is_filtered=asked != Wanted(tab=asked.tab),
        tabs_shown=TABS,
        **_words(),
    )


@bp.get("/search")
@allow(Permission.SEE_CASES)
def search() -> ResponseReturnValue:
    """Cases by number, debtor, invoice or e-mail; the case itself when there is just one."""
    text = request.args.get("q", "")
    query = worklist.found(text)
    found = Page([]) if query is None else keyset(query, Case.number, descending=True)
    if len(found.items) == 1 and found.previous_url is None:
        return redirect(url_for(".show", case=found.items[0].id))
    return page("agency/cases/search.html", text=text, found=found, **_words())


def _words() -> dict[str, Any]:
    return {"tasks": TASKS, "movers": MOVERS, "today": clock.today()}
