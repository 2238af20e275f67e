"""The case page, and all that ever happened to a case."""

from typing import Any

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

from agency.cases import paylinks, queries, timeline
from agency.cases.button import next_button
from agency.cases.models import Case
from agency.cases.overview import overview
from agency.cases.views.blueprint import bp
from portal import slots
from portal.accounts.guards import allow, current_membership
from portal.accounts.permissions import Permission
from portal.audit.models import Event
from portal.web import keyset, page

SHOWN = 12
"""Events on the case page; the rest are a click away."""
CALL_PAGE = "agency.contacts.new_call"
"""Where a call is logged; a higher slice brings it."""


@bp.get("/<uuid:case>")
@allow(Permission.SEE_CASES)
def show(case: Case) -> ResponseReturnValue:
    """The whole case."""
    case = queries.case_file(case)
    events = keyset(timeline.events_of(case), Event.id, descending=True, size=SHOWN)
    return page(
        "agency/cases/show.html",
        **overview(case),
        **_working_tools(case),
        on_list=_place_on_list(case),
        panels=_panels(case),
        happenings=timeline.told(events.items),
        has_older=events.next_url is not None,
    )


@bp.get("/<uuid:case>/timeline")
@allow(Permission.SEE_CASES)
def history(case: Case) -> ResponseReturnValue:
    """Everything that happened, the newest first."""
    events = keyset(timeline.events_of(case), Event.id, descending=True)
    happenings = timeline.told(events.items)
    return page("agency/cases/history.html", case=case, events=events, happenings=happenings)


@bp.get("/<uuid:case>/related")
@allow(Permission.WORK_CASES)
def related(case: Case) -> ResponseReturnValue:
    """Other cases of the same person, at whatever creditor; a part of the page, or its own."""
    return page("agency/cases/related.html", case=case, related=queries.related(case))


def _working_tools(case: Case) -> dict[str, Any]:
    """What only those see who work cases."""
    if not _may(Permission.WORK_CASES):
        return {"may_work": False, "step": None, "link": None, "collectors": [], "call": ""}
    link, views = paylinks.current(case), current_app.view_functions
    return {
        "may_work": True,
        "step": next_button(case),
        "call": url_for(CALL_PAGE, case=case.id) if CALL_PAGE in views else "",
        "link": {"it": link, "address": paylinks.address(link)} if link else None,
        "collectors": queries.collectors(),
    }


def _place_on_list(case: Case) -> Any:
    """Why the case is on the worklist and what comes after it, where a higher slice knows."""
    told, reader = slots.offers("place_on_list"), current_membership()
    return told(case, reader) if told and reader and _may(Permission.WORK_CASES) else None


def _panels(case: Case) -> list[dict[str, Any]]:
    """What higher slices show of this case."""
    return [
        {
            "title": panel.title,
            "url": url_for(panel.endpoint, case=case.id),
            "is_open": panel.is_open,
        }
        for panel in slots.panels("case")
        if _may(Permission(panel.permission))
    ]


def _may(permission: Permission) -> bool:
    membership = current_membership()
    return membership is not None and membership.may(permission)
