"""The manager's board: who carries what, what waits, who is away; and handing cases over."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from agency.cases import queries as cases
from agency.strategy.people import profile_of
from agency.worklist import overview, services
from agency.worklist.people_wording import LEVELS
from agency.worklist.queries import people as found
from agency.worklist.queries import places
from agency.worklist.queries.places import Wanted
from agency.worklist.ranks import LABELS
from agency.worklist.schemas import HandOverSchema, ProfileSchema
from agency.worklist.views.blueprint import people
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.i18n import LOCALES
from portal.web import get, load, page, say

SHOWN = 10


@people.get("")
@allow(Permission.ASSIGN_CASES)
def index() -> ResponseReturnValue:
    """Everybody who works cases."""
    return page(
        "agency/worklist/collectors.html",
        rows=found.board(),
        labels=LABELS,
        levels=LEVELS,
        languages=list(LOCALES.items()),
        today=clock.today(),
    )


@people.get("/<uuid:membership>")
@allow(Permission.ASSIGN_CASES)
def show(membership: Membership) -> ResponseReturnValue:
    """What somebody can and carries, what waits on their list, and whom it can be handed to."""
    _must_work_cases(membership)
    wanted = Wanted(own=(membership.id,))
    first, _after = places.page_of(wanted, clock.today(), size=SHOWN)
    return page(
        "agency/worklist/collector.html",
        member=membership,
        profile=profile_of(membership),
        levels=LEVELS,
        languages=list(LOCALES.items()),
        labels=LABELS,
        counts=places.counts(wanted, clock.today()),
        lines=overview.lines_of(first, membership),
        others=[(one, name) for one, name in cases.collectors() if one != membership.id],
    )


@people.post("/<uuid:membership>")
@allow(Permission.ASSIGN_CASES)
def update(membership: Membership) -> ResponseReturnValue:
    """Keep what is said of somebody."""
    _must_work_cases(membership)
    given = load(ProfileSchema)
    stand_in = get(Membership, given.stand_in) if given.stand_in else None
    services.set_profile(
        membership,
        services.Told(
            level=given.level,
            languages=given.languages,
            capacity=given.capacity,
            absent_from=given.absent_from,
            absent_until=given.absent_until,
            stand_in=stand_in,
        ),
        by=me(),
    )
    say(_("Saved."))
    return redirect(url_for(".index"))


@people.post("/<uuid:membership>/hand-over")
@allow(Permission.ASSIGN_CASES)
def hand_over(membership: Membership) -> ResponseReturnValue:
    """Give all of their cases to somebody else, or to nobody."""
    _must_work_cases(membership)
    given = load(HandOverSchema, page=".show")
    taker = get(Membership, given.taker) if given.taker else None
    number = services.hand_over(membership, taker, by=me())
    say(ngettext("%(num)d case is handed over.", "%(num)d cases are handed over.", number))
    return redirect(url_for(".show", membership=taker.id) if taker else url_for(".index"))


def _must_work_cases(membership: Membership) -> None:
    if not membership.may(Permission.WORK_CASES):
        raise NotFound
