"""How the debtor wants to be reached: language, the channel it likes, and what we must not send."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.i18n import LOCALES
from portal.limits import limiter
from portal.pay.desk import desk
from portal.pay.schemas import ContactSchema
from portal.pay.views import bp
from portal.pay.views.doorway import behind_the_check
from portal.pay.wording import CHANNELS, STOPPABLE
from portal.web import load, page


@bp.get("/contact")
@behind_the_check
def edit_contact(code: str) -> ResponseReturnValue:
    """What was chosen so far, to change it."""
    chosen = desk().contact(code)
    return page(
        "portal/pay/contact.html",
        sheet=desk().sheet(code),
        house=agency_settings(),
        chosen=chosen,
        languages=list(LOCALES.items()),
        channels=[(name, CHANNELS[name]) for name in chosen.channels],
        stoppable=[(name, CHANNELS[name]) for name in STOPPABLE],
        is_saved="saved" in request.args,
    )


@bp.post("/contact")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def update_contact(code: str) -> ResponseReturnValue:
    """Keep the choice; it holds from now on."""
    form = load(ContactSchema)
    desk().choose_contact(
        code, locale=form.locale, preferred=form.preferred, stopped=frozenset(form.stopped)
    )
    return redirect(url_for(".edit_contact", saved=1), 303)
