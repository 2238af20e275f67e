"""Links for somebody who pays for a debtor, made by staff."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.charges.services import owed
from agency.payments import guests
from agency.payments.models import GuestLink
from agency.payments.views.blueprint import bp
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.pay.guest_schemas import helper_form
from portal.pay.guests import DAYS
from portal.web import load, page, say


@bp.get("/cases/<uuid:case>/guest-links")
@allow(Permission.WORK_CASES)
def guest_links(case: Case) -> ResponseReturnValue:
    """The links of a case with what came in, and the form for another."""
    return page(
        "agency/payments/guest_links.html",
        case=case,
        links=[(link, guests.paid_with(link)) for link in guests.links_of(case)],
        address=guests.address,
        most=owed(case, clock.today()).total,
        days=DAYS,
    )


@bp.post("/cases/<uuid:case>/guest-links")
@allow(Permission.WORK_CASES)
def create_guest_link(case: Case) -> ResponseReturnValue:
    """Make one."""
    form = load(helper_form(owed(case, clock.today()).total), page=".guest_links")
    guests.make(case, **vars(form), locale=case.debtor.locale, by=me())
    say(_("The link is made. Pass it on to the debtor, or to who wants to pay."))
    return redirect(url_for(".guest_links", case=case.id))


@bp.post("/guest-links/<uuid:guest_link>/revocation")
@allow(Permission.WORK_CASES)
def create_guest_revocation(guest_link: GuestLink) -> ResponseReturnValue:
    """Shut one."""
    guests.revoke(guest_link, by=me())
    say(_("The link is shut. Nothing can be begun with it any more."))
    return redirect(url_for(".guest_links", case=guest_link.case_id))
