"""The worklist, the other lists, and the search."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from agency.cases import queries, searching, worklist
from agency.cases.moves import MOVERS, TASKS
from agency.cases.schemas import wanted
from agency.cases.views.blueprint import bp
from agency.cases.worklist import TABS, Tab, Wanted
from portal import clock, slots
from portal.accounts.guards import allow, current_membership
from portal.accounts.permissions import Permission
from portal.web import keyset, page

LINES = 25
"""Cases on a page: a screen or two at the desk, and not endless on a phone."""


@bp.get("/")
@allow(Permission.SEE_CASES)
def index() -> ResponseReturnValue:
    """The cases of a list, by deadline; first those that wait for the agency. `q` searches."""
    if text := request.args.get("q"):
        return redirect(url_for(".search", q=text))
    asked = wanted(request.args, current_membership())
    is_closed = asked.tab is Tab.CLOSED
    return page(
        "agency/cases/index.html",
        asked=asked,
        found=keyset(worklist.cases(asked), *asked.tab.order, size=LINES, descending=is_closed),
        counts=worklist.counts(),
        creditors=queries.creditors(),
        is_filtered=asked != Wanted(tab=asked.tab),
        tabs_shown=TABS,
        warnings=_warnings(),
        **_words(),
    )


@bp.get("/search")
@allow(Permission.SEE_CASES)
def search() -> ResponseReturnValue:
    """Cases by number, debtor, invoice or e-mail; the case itself when there is just one."""
    text = request.args.get("q", "")
    found = searching.search(text)
    if len(found.cases) == 1:
        return redirect(url_for(".show", case=found.cases[0].id))
    return page("agency/cases/search.html", text=text, found=found, **_words())


def _warnings() -> list[tuple[str, str]]:
    """What a higher slice warns of, with where to go: words and address."""
    found = slots.offers("worklist_warnings")
    return found() if found else []


def _words() -> dict[str, Any]:
    """The words of a line, said once and not for each of them."""
    return {
        "tasks": {move: str(text) for move, text in TASKS.items()},
        "movers": {mover: str(text) for mover, text in MOVERS.items()},
        "today": clock.today(),
    }
