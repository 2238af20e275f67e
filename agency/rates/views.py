"""The page of the interest rates: what holds, what is missing, and entering it."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.law.calendars import next_half_year
from agency.rates import overview, queries, services
from agency.rates.models import EnteredRate
from agency.rates.periods import rates_of
from agency.rates.schemas import ConfirmSchema, rate_form
from agency.rates.wording import KINDS, STATUSES
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say

bp = Blueprint("rates", __name__, url_prefix="/settings/rates")


@bp.get("")
@allow(Permission.ENTER_RATES)
def index() -> ResponseReturnValue:
    """The rates in force with their sources, first where the agency has debtors."""
    ours = queries.countries_with_debtors()
    known = [named for code in queries.with_packs() for named in rates_of(code)]
    return page(
        "agency/rates/index.html",
        held=overview.held([code for code in queries.with_packs() if code in ours]),
        others=overview.held([code for code in queries.with_packs() if code not in ours]),
        own=overview.own(),
        known=known,
        next_start=next_half_year(clock.today()),
        asked=request.args.get("rate", ""),
        asked_from=request.args.get("from", ""),
        kinds=KINDS,
        statuses=STATUSES,
        today=clock.today(),
        me_id=me().id,
    )


@bp.post("")
@allow(Permission.ENTER_RATES)
def create() -> ResponseReturnValue:
    """Enter a rate."""
    known = {named.key: named for code in queries.with_packs() for named in rates_of(code)}
    form = load(rate_form(known))
    services.enter(
        known[form.rate],
        form.valid_from,
        form.percent,
        source=form.source,
        read_on=form.read_on,
        by=me(),
    )
    say(_("The rate is entered. It counts once somebody else has confirmed it."))
    return redirect(url_for(".index"))


@bp.post("/<uuid:rate>/confirmation")
@allow(Permission.ENTER_RATES)
def create_confirmation(rate: EnteredRate) -> ResponseReturnValue:
    """Read the source a second time, and say that it is right."""
    load(ConfirmSchema, page=".index")
    services.confirm(rate, by=me())
    say(_("The rate is confirmed. Interest is charged by it from now on."))
    return redirect(url_for(".index"))


@bp.post("/<uuid:rate>/withdrawal")
@allow(Permission.ENTER_RATES)
def create_withdrawal(rate: EnteredRate) -> ResponseReturnValue:
    """Take it back."""
    load(ConfirmSchema, page=".index")
    services.withdraw(rate, by=me())
    say(_("The rate is taken back. What was charged by it is worked out anew."))
    return redirect(url_for(".index"))
