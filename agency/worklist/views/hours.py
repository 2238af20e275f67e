"""The hours in which the worklist shows calls alone: a part of the agency's settings."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from agency.worklist import services
from agency.worklist.queries.settings import peak_hours
from agency.worklist.schemas import PeakHoursSchema
from agency.worklist.views.blueprint import settings
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say


@settings.get("")
@allow(Permission.ADMINISTER)
def edit_hours() -> ResponseReturnValue:
    """What holds now, to change it."""
    names = get_locale().days["format"]["wide"]
    return page(
        "agency/worklist/hours.html",
        hours=peak_hours(),
        days=[(str(day), names[day].capitalize()) for day in range(7)],
    )


@settings.post("")
@allow(Permission.ADMINISTER)
def update_hours() -> ResponseReturnValue:
    """Change it."""
    given = load(PeakHoursSchema)
    services.set_peak_hours(given.days, given.from_hour, given.before_hour, by=me())
    say(_("Saved."))
    return redirect(url_for("agency.settings.show"))
