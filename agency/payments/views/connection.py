"""The agency's account where Stripe opens it for the agency, connected to the platform's."""

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.payments import accounts, connecting, reconnecting
from agency.payments.models import ProviderAccount
from agency.payments.views.blueprint import bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import say


@bp.post("/settings/stripe/connection")
@allow(Permission.ADMINISTER)
def create_connection() -> ResponseReturnValue:
    """Have an account opened, or go on with it, on Stripe's own page."""
    g.form_page = "agency.payments.provider"  # Where it says so if it is refused.
    return redirect(connecting.connect(by=me()))


@bp.post("/settings/stripe/connection/former")
@allow(Permission.ADMINISTER)
def create_former_connection() -> ResponseReturnValue:
    """Go on with the account that the agency took back."""
    g.form_page = "agency.payments.provider"
    account = reconnecting.go_on(by=me())
    _say_what_it_takes(account)
    return redirect(url_for(".provider"))


@bp.get("/settings/stripe/connection")
@allow(Permission.ADMINISTER)
def show_connection() -> ResponseReturnValue:
    """Back from Stripe: the address says nothing, so Stripe is asked how the account stands."""
    account = connecting.look()
    if account is not None:
        _say_what_it_takes(account)
    return redirect(url_for(".provider"))


@bp.get("/settings/stripe/connection/link")
@allow(Permission.ADMINISTER)
def continue_connection() -> ResponseReturnValue:
    """Stripe's address was too old or used before: get a new one and go there."""
    account = accounts.provider_account()
    if account is None or not account.is_connected:
        return redirect(url_for(".provider"))
    return redirect(connecting.introduction(account))


def _say_what_it_takes(account: ProviderAccount) -> None:
    if account.charges_enabled:
        say(_("The account takes payments now. Debtors can pay by card."))
    else:
        say(
            _("Stripe does not let the account take payments yet. See what it wants to know."),
            "warn",
        )
