"""The list of the day, and the way from one case to the next."""

import uuid
from typing import cast
from zoneinfo import ZoneInfo

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.worklist import overview, services
from agency.worklist.queries import places
from agency.worklist.queries.settings import is_peak, peak_hours
from agency.worklist.ranks import LABELS
from agency.worklist.schemas import asked_for
from agency.worklist.views.blueprint import bp
from portal import clock
from portal.accounts.guards import allow, current_membership
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission
from portal.web import Page, get, page, say

LINES = 25


@bp.get("/")
@allow(Permission.WORK_CASES)
def index() -> ResponseReturnValue:
    """What is to be done today, the most pressing first, each with why."""
    asked, reader = asked_for(request.args), _me()
    peak = is_peak(peak_hours(), ZoneInfo(g.agency.time_zone))
    wanted = overview.wanted_by(
        reader,
        whose=asked.whose,
        calls_only=asked.calls_only(peak),
        rank=asked.rank,
        segment=asked.segment,
        currency=asked.currency,
    )
    found, after = places.page_of(wanted, clock.today(), size=LINES, after=asked.after)
    return page(
        "agency/worklist/index.html",
        asked=asked,
        is_peak=peak,
        calls_only=wanted.calls_only,
        found=Page(
            overview.lines_of(found, reader),
            url_for(".index", **asked.address(after=after)) if after else None,
            url_for(".index", **asked.address()) if asked.after else None,
        ),
        counts=places.counts(overview.wanted_by(reader, whose=asked.whose), clock.today()),
        labels=LABELS,
        currencies=places.currencies(overview.own_currency()),
        first=url_for(".next_case", **asked.address()),
        today=clock.today(),
    )


@bp.get("/next")
@allow(Permission.WORK_CASES)
def next_case() -> ResponseReturnValue:
    """The next case: nobody else has it open, and the reader has not seen it since it came up."""
    asked, reader = asked_for(request.args), _me()
    if left := _left():
        services.visit(left, reader)
    peak = is_peak(peak_hours(), ZoneInfo(g.agency.time_zone))
    wanted = overview.wanted_by(
        reader,
        whose=asked.whose,
        calls_only=asked.calls_only(peak),
        rank=asked.rank,
        segment=asked.segment,
        currency=asked.currency,
    )
    found = services.next_case(wanted, reader)
    if found is None:
        say(_("You have seen all that waits for you today."))
        return redirect(url_for(".index", **asked.address()))
    return redirect(url_for("agency.cases.show", case=found.id))


def _left() -> Case | None:
    """The case that somebody comes from."""
    try:
        left = request.args.get("left")
        return get(Case, uuid.UUID(left)) if left else None
    except ValueError:
        return None


def _me() -> Membership:
    return cast(Membership, current_membership())
